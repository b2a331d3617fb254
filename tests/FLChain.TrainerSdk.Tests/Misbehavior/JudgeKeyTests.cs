using System.Security.Cryptography;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Misbehavior;

namespace FLChain.TrainerSdk.Tests.Misbehavior;

public sealed class JudgeKeyTests : IDisposable
{
    private static readonly Judgment Guilty = new(
        new string('a', 64), 1, Verdict.Guilty, "The licence forbids it.", JudgmentForm.ClaimDigest("a claim"), [new ModelVerdict("flm-a", false)], 1_700_000_000_000);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flchain-judge-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void SaveAndLoad_SameKey_ForItsOwnerAlone()
    {
        var path = NewPath();
        using var key = JudgeKey.Generate();
        key.Save(path);
        using var loaded = JudgeKey.Load(path);
        Assert.Equal(key.PublicKey, loaded.PublicKey);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Sign_HoldsForThisJudgmentOnThisChannelOnly()
    {
        using var key = JudgeKey.Generate();
        var signature = key.Sign("flchain", Guilty);
        Assert.True(Verifies(signature, "flchain", Guilty));
        Assert.False(Verifies(signature, "another", Guilty));
        Assert.False(Verifies(signature, "flchain", Guilty with { Verdict = Verdict.Dismissed }));
        Assert.False(Verifies(signature, "flchain", Guilty with { Models = [new ModelVerdict("flm-a", true)] }));
        Assert.False(Verifies(signature, "flchain", Guilty with { Instance = 2 }));
    }

    [Theory]
    [InlineData("nistP384")]
    [InlineData("secp256k1")]
    public void Load_AnotherCurve_IsRefused(string curve)
    {
        using var other = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        Assert.Contains("another curve", Refusal(other.ExportPkcs8PrivateKeyPem()), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_PublicKeyOrNoKey_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Contains("no private key", Refusal(key.ExportSubjectPublicKeyInfoPem()), StringComparison.Ordinal);
        Assert.Contains("no private key", Refusal("nothing"), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => JudgeKey.Load(NewPath()));
    }

    private static bool Verifies(JudgeSignature signature, string channel, Judgment judgment)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(signature.Key, out _);
        return key.VerifyData(JudgmentForm.Encode(channel, judgment), signature.Signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private string Refusal(string pem)
    {
        var path = NewPath();
        File.WriteAllText(path, pem);
        return Assert.Throws<InvalidDataException>(() => JudgeKey.Load(path)).Message;
    }

    private string NewPath() => Path.Combine(_folder.FullName, Path.GetRandomFileName());
}
