using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Misbehavior;

namespace FLChain.TrainerSdk.Tests.Misbehavior;

public sealed class JudgmentFileTests : IDisposable
{
    private const string Claim = "its data are not its own";

    private static readonly Judgment Dismissed = new(new string('b', 64), 2, Verdict.Dismissed, "A rumour.", JudgmentForm.ClaimDigest(Claim), [], 1_700_000_000_000);

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void SaveAndLoad_KeepsEverySignature()
    {
        using var first = JudgeKey.Generate();
        using var second = JudgeKey.Generate();
        var file = new JudgmentFile("flchain", Claim, Dismissed, []).Sign(first).Sign(second);
        file.Save(_path);
        var loaded = JudgmentFile.Load(_path);
        Assert.Equal(["flchain", Claim], [loaded.Channel, loaded.Claim]);
        Assert.Equal(JudgmentForm.Encode("flchain", Dismissed), JudgmentForm.Encode(loaded.Channel, loaded.Judgment));
        Assert.Equal([first.PublicKey, second.PublicKey], loaded.Signatures.Select(signature => signature.Key));
    }

    [Fact]
    public void Sign_TwiceWithOneKey_LeavesOneSignature()
    {
        using var key = JudgeKey.Generate();
        Assert.Single(new JudgmentFile("flchain", Claim, Dismissed, []).Sign(key).Sign(key).Signatures);
    }

    [Fact]
    public void Load_AnotherClaimThanTheJudged_IsRefused()
    {
        new JudgmentFile("flchain", "another claim", Dismissed, []).Save(_path);
        Assert.Contains("another claim", Assert.Throws<InvalidDataException>(() => JudgmentFile.Load(_path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    public void Load_NoJudgment_IsRefused(string content)
    {
        File.WriteAllText(_path, content);
        Assert.Throws<InvalidDataException>(() => JudgmentFile.Load(_path));
        Assert.Throws<FileNotFoundException>(() => JudgmentFile.Load(_path + ".none"));
    }
}
