using FLChain.Cli.Consortium;
using FLChain.Cli.Ledger;
using FLChain.Core.Errors;
using FLChain.Core.Policies;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Authority;

namespace FLChain.Cli.Tests.Commands;

/// <summary>Showing, checking and setting the policy from the command line.</summary>
public sealed class PolicyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-test-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Policy Sound => Policy.Default("AuthorityMSP", [1, 2, 3]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Policy_ShownEditedAndSet_IsInForceAndAnOlderFileIsRefused()
    {
        await using var consortium = await EmbeddedConsortium.StartAsync(
            new EmbeddedConsortiumOptions { Directory = Path.Combine(_folder, "consortium"), Trainers = 2, SimulateTwice = true }, Token);
        var auditor = consortium.Files.AuditorProfile;
        await CannotRunAsync(ErrorCodes.NoPolicy, "policy", "show", "--profile", auditor);
        await using (var office = AuthorityOffice.Connect(TrainerOptions.Load(consortium.Files.Authority)))
            await Opening.RunAsync(consortium.Files, office, Token);
        var authority = TrainerOptions.Load(consortium.Files.Authority).Profile;

        var shown = await TextAsync("policy", "show", "--profile", auditor);
        var old = Write("old.json", shown);
        var edited = Write("edited.json", shown.Replace("\"missWeight\": 10", "\"missWeight\": 25", StringComparison.Ordinal));
        Assert.Equal("missWeight: 10 -> 25", (await TextAsync("policy", "set", edited, "--dry-run", "--profile", authority)).Trim());
        Assert.Equal(shown, await TextAsync("policy", "show", "--profile", auditor));
        await CannotRunAsync(ErrorCodes.AuthorityOnly, "policy", "set", edited, "--profile", auditor);
        Assert.Contains("nothing differs from version 1", await TextAsync("policy", "set", old, "--profile", authority), StringComparison.Ordinal);

        Assert.Contains("version 2 is in force", await TextAsync("policy", "set", edited, "--profile", authority), StringComparison.Ordinal);
        var now = PolicyFile.Read(Write("now.json", await TextAsync("policy", "show", "--profile", auditor)));
        Assert.Equal((25, 2), (now.MissWeight, now.Version));
        await CannotRunAsync("version 1 of the policy, and version 2 is in force", "policy", "set", old, "--profile", authority);
        var unsound = Write("unsound.json", PolicyFile.Write(now with { RegistrationDeposit = 1 }));
        await CannotRunAsync("breaks a rule", "policy", "set", unsound, "--profile", authority);
    }

    [Fact]
    public async Task Check_OfASoundPolicyAndABrokenOne_SaysWhichRule()
    {
        Assert.Equal("sound", (await TextAsync("policy", "check", Write("sound.json", PolicyFile.Write(Sound)))).Trim());
        var (exitCode, output, _) = await CliProcess.RunAsync(Token, "policy", "check", Write("broken.json", PolicyFile.Write(Sound with { RegistrationDeposit = 1 })));
        Assert.Equal((ExitCodes.Failed, PolicyRules.FirstBroken(Sound with { RegistrationDeposit = 1 })), (exitCode, output.Trim()));
        await CannotRunAsync("there is no policy", "policy", "check", Path.Combine(_folder, "none"));
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSamePolicy()
    {
        var policy = Sound with { JudgeKeys = [[1], [2, 3]], JudgesNeeded = 2 };
        var text = PolicyFile.Write(policy);
        Assert.Empty(PolicyFile.Changes(policy, PolicyFile.Read(Write("p.json", text))));
        Assert.Empty(PolicyFile.Changes(policy, PolicyFile.Read(Write("c.json", "// by hand\n" + text))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\0")]
    public void Read_NoPolicy_IsRefused(string text) => Refused(text);

    [Fact]
    public void Read_MissingUnknownTwiceOrMistypedMember_IsRefused()
    {
        var text = PolicyFile.Write(Sound);
        const string Member = "\"missWeight\": 10,";
        Assert.Contains(Member, text, StringComparison.Ordinal);
        Refused(text.Replace(Member, "", StringComparison.Ordinal));
        Refused(text.Replace(Member, Member + Member, StringComparison.Ordinal));
        Refused(text.Replace(Member, Member + "\"missWait\": 1,", StringComparison.Ordinal));
        Refused(text.Replace(Member, "\"missWeight\": \"10\",", StringComparison.Ordinal));
        Refused(text.Replace(Member, "\"missWeight\": 1.5,", StringComparison.Ordinal));
        Refused(text.Replace(Member, "\"missWeight\": 99999999999999999999,", StringComparison.Ordinal));
        Refused(text.Replace("\"shares\": \"paper\"", "\"shares\": 0", StringComparison.Ordinal));
        Refused(new string(' ', PolicyFile.MaxBytes) + text);
    }

    private void Refused(string text) => Assert.Throws<InvalidDataException>(() => PolicyFile.Read(Write(Path.GetRandomFileName(), text)));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static Task<string> TextAsync(params string[] arguments) => CliProcess.TextAsync(Token, arguments);

    private static Task CannotRunAsync(string reason, params string[] arguments) => CliProcess.CannotRunAsync(reason, arguments, Token);
}
