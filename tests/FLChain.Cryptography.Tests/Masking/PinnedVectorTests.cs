using System.Text.Json;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Tests.Arithmetic;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests.Masking;

/// <summary>
/// Vectors/paillier-256.json holds a whole iteration, generated once: what was on a ledger yesterday must verify, and
/// what is deterministic must come out the same to the byte.
/// </summary>
public sealed class PinnedVectorTests
{
    private static readonly JsonElement Vector = Load();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openssl")]
    [InlineData("managed")]
    public void WholeIteration_Pinned_VerifiesAndRepeats(string engine)
    {
        var arithmetic = EngineAgreementTests.Engine(engine);
        Assert.True(ThresholdPublicKey.TryDecode(Bytes("publicKey"), KeySizePolicy.InsecureTestsOnly, arithmetic, out var key));
        Assert.Equal(Bytes("keyDigest"), key.Digest.ToArray());
        Assert.Equal(VerificationResult.Valid, KeyProof.Verify(key, Bytes("keyProof")));
        var scheme = new PaillierMasking(key, 2);
        byte[][] masked = List("masked"), shares = List("shares"), secrets = List("secretShares");
        byte[] aggregate = Bytes("aggregate");
        Assert.Equal(aggregate, scheme.Aggregate([.. masked.Select(payload => (ReadOnlyMemory<byte>)payload)]));

        for (int j = 1; j <= 3; j++)
        {
            Assert.Equal(VerificationResult.Valid, scheme.VerifyMasked(Contexts.Of(j), masked[j - 1]));
            var again = scheme.Mask(Contexts.Of(j), [j * 1000, (j * 1000) + 1], MaskingScenario.Seed(j), Token).Payload;
            Assert.Equal(masked[j - 1][..(10 + 128)], again[..(10 + 128)].ToArray());

            Assert.True(SecretKeyShare.TryDecode(secrets[j - 1], out var secret));
            Assert.True(key.VerifyShareKey(secret));
            Assert.Equal(VerificationResult.Valid, scheme.VerifyShare(MaskingScenario.ShareContext(j), j, aggregate, shares[j - 1]));
            var shareAgain = scheme.ComputeShare(MaskingScenario.ShareContext(j), secret, aggregate, Token);
            Assert.Equal(shares[j - 1][..(14 + 128)], shareAgain[..(14 + 128)]);
        }
        var opened = scheme.Combine(aggregate, new Dictionary<int, ReadOnlyMemory<byte>> { [1] = shares[0], [3] = shares[2] });
        Assert.Equal([6000, 6003], opened.Sums.Select(sum => (int)sum));
        Assert.Equal(Bytes("commitment"), PaillierCommitment.Commit(key, MaskingScenario.Seed(9), MaskingScenario.Seed(10)));
    }

    private static byte[] Bytes(string name) => Convert.FromHexString(Vector.GetProperty(name).GetString()!);

    private static byte[][] List(string name) => [.. Vector.GetProperty(name).EnumerateArray().Select(item => Convert.FromHexString(item.GetString()!))];

    private static JsonElement Load()
    {
        using var stream = typeof(PinnedVectorTests).Assembly.GetManifestResourceStream("paillier-256.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
