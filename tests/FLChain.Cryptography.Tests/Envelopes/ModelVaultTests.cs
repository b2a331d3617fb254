using System.Security.Cryptography;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Cryptography.Tests.Envelopes;

public sealed class ModelVaultTests
{
    private const string Fid = "flm-digits";
    private static readonly float[] Weights = [0.5f, -1.25f, 3e-8f, 0f];
    private static readonly byte[] Model = RandomNumberGenerator.GetBytes(5000);

    [Fact]
    public void Encrypt_ByTwoTrainers_GivesIdenticalBytes()
    {
        using SealedModel first = ModelVault.Encrypt(Weights, Fid, Model);
        using SealedModel second = ModelVault.Encrypt((float[])Weights.Clone(), Fid, (byte[])Model.Clone());

        Assert.Equal(first.Ciphertext.ToArray(), second.Ciphertext.ToArray());
        Assert.Equal(first.Digest.ToArray(), second.Digest.ToArray());
        Assert.Equal(first.KeyHash.ToArray(), second.KeyHash.ToArray());
        Assert.Equal(first.ExportKey(), second.ExportKey());
    }

    [Fact]
    public void TryDecrypt_WithTheSoldKey_ReturnsTheModel()
    {
        using SealedModel model = ModelVault.Encrypt(Weights, Fid, Model);
        byte[] key = model.ExportKey();

        Assert.Equal(ModelVault.HashKey(key), model.KeyHash.ToArray());
        Assert.Equal(ModelVault.Digest(model.Ciphertext.Span), model.Digest.ToArray());
        Assert.True(ModelVault.TryDecrypt(key, Fid, model.Ciphertext.Span, out byte[]? opened, out _));
        Assert.Equal(Model, opened);
    }

    [Fact]
    public void DeriveKey_FromTheWeightsAlone_IsTheKeyThatWasUsed()
    {
        using SealedModel model = ModelVault.Encrypt(Weights, Fid, Model);

        Assert.Equal(model.ExportKey(), ModelVault.DeriveKey(Weights, Fid));
        Assert.Throws<ArgumentException>(() => ModelVault.DeriveKey(Weights, string.Empty));
    }

    [Fact]
    public void Encrypt_MinusZeroAndZero_AreTheSameWeights()
    {
        using SealedModel zero = ModelVault.Encrypt([0f, 1f], Fid, Model);
        using SealedModel minusZero = ModelVault.Encrypt([-0f, 1f], Fid, Model);

        Assert.Equal(zero.KeyHash.ToArray(), minusZero.KeyHash.ToArray());
    }

    [Fact]
    public void Encrypt_OtherWeightsOrFederation_UseAnotherKey()
    {
        using SealedModel model = ModelVault.Encrypt(Weights, Fid, Model);
        using SealedModel otherWeights = ModelVault.Encrypt([0.5f, -1.25f, 3.0000002e-8f, 0f], Fid, Model);
        using SealedModel otherFederation = ModelVault.Encrypt(Weights, "flm-digit", Model);

        Assert.NotEqual(model.KeyHash.ToArray(), otherWeights.KeyHash.ToArray());
        Assert.NotEqual(model.KeyHash.ToArray(), otherFederation.KeyHash.ToArray());
    }

    [Fact]
    public void Encrypt_TwoModelsUnderOneKey_ShareNoNonce()
    {
        byte[] other = (byte[])Model.Clone();
        other[^1] ^= 1;
        using SealedModel first = ModelVault.Encrypt(Weights, Fid, Model);
        using SealedModel second = ModelVault.Encrypt(Weights, Fid, other);

        Assert.Equal(first.KeyHash.ToArray(), second.KeyHash.ToArray());
        Assert.NotEqual(first.Ciphertext[5..17].ToArray(), second.Ciphertext[5..17].ToArray());
    }

    [Fact]
    public void TryDecrypt_AnyByteAltered_IsRejected()
    {
        using SealedModel model = ModelVault.Encrypt(Weights, Fid, "a small model"u8);
        byte[] key = model.ExportKey();
        for (int i = 0; i < model.Ciphertext.Length; i++)
        {
            byte[] altered = model.Ciphertext.ToArray();
            altered[i] ^= 0x10;

            Assert.False(ModelVault.TryDecrypt(key, Fid, altered, out byte[]? opened, out EnvelopeRejection rejection));
            Assert.Null(opened);
            Assert.Equal(i < 5 ? EnvelopeRejection.Version : EnvelopeRejection.Authentication, rejection);
        }
    }

    [Fact]
    public void TryDecrypt_WrongKeyFederationOrLength_IsRejectedWithTheReason()
    {
        using SealedModel model = ModelVault.Encrypt(Weights, Fid, Model);
        byte[] key = model.ExportKey();
        byte[] wrong = (byte[])key.Clone();
        wrong[0] ^= 1;

        Assert.False(ModelVault.TryDecrypt(wrong, Fid, model.Ciphertext.Span, out _, out EnvelopeRejection rejection));
        Assert.Equal(EnvelopeRejection.Authentication, rejection);
        Assert.False(ModelVault.TryDecrypt(key, "other", model.Ciphertext.Span, out _, out rejection));
        Assert.Equal(EnvelopeRejection.Authentication, rejection);
        Assert.False(ModelVault.TryDecrypt(key.AsSpan(1), Fid, model.Ciphertext.Span, out _, out rejection));
        Assert.Equal(EnvelopeRejection.PrivateKey, rejection);
        Assert.False(ModelVault.TryDecrypt(key, Fid, model.Ciphertext.Span[..32], out _, out rejection));
        Assert.Equal(EnvelopeRejection.Length, rejection);
    }

    [Fact]
    public void Encrypt_FixedInput_GivesTheRecordedDigest()
    {
        using SealedModel model = ModelVault.Encrypt(Weights, Fid, "fixed model"u8);

        Assert.Equal(FixedDigest, Convert.ToHexStringLower(model.Digest.Span));
        Assert.Equal(FixedKeyHash, Convert.ToHexStringLower(model.KeyHash.Span));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Encrypt_WeightThatIsNotFinite_IsRefusedByIndex(float bad)
    {
        var error = Assert.Throws<ArgumentException>(() => ModelVault.Encrypt([1f, bad], Fid, Model));
        Assert.Contains("Weight 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ExportKey_AfterDispose_Throws()
    {
        SealedModel model = ModelVault.Encrypt(Weights, Fid, Model);
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.ExportKey());
        Assert.Throws<ArgumentException>(() => ModelVault.Encrypt([], Fid, Model));
        Assert.Throws<ArgumentException>(() => ModelVault.Encrypt(Weights, string.Empty, Model));
    }

    // Computed by another implementation (Node.js crypto).
    private const string FixedDigest =
        "0cb354e37d951d8793e39dc5a0790777a762287ce66d106ebdc1b55385f73b500f15c658228052d663b170c9ac5f8810" +
        "b8a0546e5066b32823eb727d3d62c02d";
    private const string FixedKeyHash =
        "ea355a173528918c0bbbb0736b7080b21dfe36b0ee467453c69bfbc8c17b0f4ba39b444d2c5688a9524096e7efec7bf0" +
        "c7a768ab8332abf43405ba36a0644d1e";
}
