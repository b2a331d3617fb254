using System.Security.Cryptography;
using System.Text.Json;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Masking;

/// <summary>
/// What is deterministic in a hybrid vector, under the key of Vectors/paillier-256.json: everything but the proof. Another
/// sampler, transform, stream or packing would open no vector of yesterday's ledger.
/// </summary>
public sealed class HybridPinnedTests
{
    [Theory]
    [InlineData(3, "light", "ef3f6c2970fb4f83ac36ad4c2f1cffc7")]
    [InlineData(10, "standard", "4f2d9c85f48470bed52e7de3834a1745")]
    public void Mask_FixedSeed_IsTheSameToTheByte(int maxTrainers, string ring, string digest)
    {
        Assert.True(ThresholdPublicKey.TryDecode(PublicKey(), KeySizePolicy.InsecureTestsOnly, out var key));
        var layout = new PackingLayout(16, maxTrainers, key.ModulusBits, 3000);
        var scheme = new HybridMasking(key, layout);
        Assert.Equal(ring == "light", FLChain.Cryptography.RingLwe.RlweLayout.For(layout).Parameters.Degree == 1024);
        using var seed = MaskingSeed.FromBytes(MaskingScenario.Seed(5));
        int[] values = [.. Enumerable.Range(0, 3000).Select(i => (i * 7919 % 65535) - 32767)];
        var payload = scheme.Mask(Contexts.Of(1), values, seed, TestContext.Current.CancellationToken).Payload.Span;

        int ciphertexts = scheme.Size.Ciphertexts * key.CiphertextBytes, keyPart = (int)MaskedPayload.Bytes(key.ModulusBits, scheme.Size.Ciphertexts);
        byte[] deterministic = [.. payload[..(20 + ciphertexts)], .. payload[(10 + keyPart)..]];
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(deterministic).AsSpan(0, 16)));
    }

    private static byte[] PublicKey()
    {
        using var stream = typeof(HybridPinnedTests).Assembly.GetManifestResourceStream("paillier-256.json")!;
        using var document = JsonDocument.Parse(stream);
        return Convert.FromHexString(document.RootElement.GetProperty("publicKey").GetString()!);
    }
}
