using System.Text.Json;
using FLChain.Cli.Consortium;
using FLChain.Core.Errors;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Authority;
using FLChain.TrainerSdk.Misbehavior;

namespace FLChain.Cli.Tests.Commands;

/// <summary>Accusing, judging and appealing from the command line, on a consortium of its own.</summary>
public sealed class JusticeTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-test-").FullName;
    private EmbeddedConsortium _consortium = null!;
    private AuthorityOffice _authority = null!;
    private string _accused = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OptionsFiles Files => _consortium.Files;

    private string Auditor => Files.AuditorProfile;

    private string AuthorityKey => Path.Combine(TrainerOptions.Load(Files.Authority).StateDirectory, "encryption-key.pem");

    private string AccusedProfile => TrainerOptions.Load(Files.Trainers[0]).Profile;

    private string ReporterProfile => TrainerOptions.Load(Files.Trainers[1]).Profile;

    public async ValueTask InitializeAsync()
    {
        _consortium = await EmbeddedConsortium.StartAsync(new EmbeddedConsortiumOptions { Directory = _folder, Trainers = 2, SimulateTwice = true }, Token);
        _authority = AuthorityOffice.Connect(TrainerOptions.Load(Files.Authority));
        await Opening.RunAsync(Files, _authority, Token);
        await using var trainer = Trainer.Connect(Files.Trainers[0]);
        await trainer.RegisterAsync(new DataResource(7, 1_000, 5), Token);
        _accused = trainer.DpId;
    }

    public async ValueTask DisposeAsync()
    {
        await _authority.DisposeAsync();
        await _consortium.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Judge_GuiltyThenAppealed_IsDecidedAgainAndSettled()
    {
        var id = await AccuseAsync();
        var first = await DecideAsync(id, "guilty");
        Assert.Equal("judged", first.GetProperty("state").GetString());

        // The winner has nothing to appeal, and a verdict that may be appealed is not executed yet.
        await RefusedAsync(ErrorCodes.NotParty, "appeal", id, "--profile", ReporterProfile);
        await RefusedAsync(ErrorCodes.NotExpired, "judge", "settle", id, "--profile", Auditor);
        Assert.Equal("appealed", (await JsonAsync("appeal", id, "--profile", AccusedProfile, "--json")).GetProperty("state").GetString());
        await RefusedAsync(ErrorCodes.WrongReportState, "appeal", id, "--profile", AccusedProfile);

        var final = await DecideAsync(id, "dismissed");
        Assert.Equal("settled", final.GetProperty("state").GetString());
        Assert.Equal(2, final.GetProperty("judgment").GetProperty("instance").GetInt32());
        await RefusedAsync(ErrorCodes.WrongReportState, "judge", "decide", id, "--verdict", "guilty", "--findings", "again", "--key", AuthorityKey, "--profile", Auditor);
        Assert.Equal(1, (await JsonAsync("report", "list", "--profile", Auditor, "--json")).GetProperty("accusations").GetArrayLength());
        Assert.Equal(ExitCodes.Success, (await CliProcess.RunAsync(Token, "statement", "--profile", Auditor)).ExitCode);
    }

    [Fact]
    public async Task Judge_TwoOfThreeJudges_SignOneFileThatCannotBeChanged()
    {
        string[] keys = [NewPath(), NewPath(), NewPath()];
        var publicKeys = new List<byte[]>();
        foreach (var key in keys) publicKeys.Add(Convert.FromBase64String((await TextAsync("judge", "key", "--out", key)).Trim()));
        await _authority.SetPolicyAsync(Policy.Default(_authority.MspId, _authority.EncryptionKey) with { JudgeKeys = publicKeys, JudgesNeeded = 2, AppealSeconds = 0 }, Token);
        var id = await AccuseAsync();
        var file = NewPath();
        await TextAsync("judge", "draft", id, "--verdict", "guilty", "--findings", "The data were bought.", "--out", file, "--profile", Auditor);
        Assert.Contains("The data were bought.", await TextAsync("judge", "sign", file, "--key", keys[0]), StringComparison.Ordinal);
        await RefusedAsync(ErrorCodes.BadSignatures, "judge", "submit", file, "--profile", Auditor);

        // The same judge twice is one judge, and the authority is none of them.
        await TextAsync("judge", "sign", file, "--key", keys[0]);
        Assert.Single(JudgmentFile.Load(file).Signatures);
        var forged = NewPath();
        using (var authority = JudgeKey.Load(AuthorityKey)) JudgmentFile.Load(file).Sign(authority).Save(forged);
        await RefusedAsync(ErrorCodes.BadSignatures, "judge", "submit", forged, "--profile", Auditor);

        await TextAsync("judge", "sign", file, "--key", keys[2]);
        var changed = JudgmentFile.Load(file);
        (changed with { Judgment = changed.Judgment with { Findings = "The data were found." } }).Save(forged);
        await RefusedAsync(ErrorCodes.BadSignatures, "judge", "submit", forged, "--profile", Auditor);
        (changed with { Claim = "another" }).Save(forged);
        await CannotRunAsync("another claim", "judge", "submit", forged, "--profile", Auditor);
        (changed with { Channel = "elsewhere" }).Save(forged);
        await CannotRunAsync("elsewhere", "judge", "submit", forged, "--profile", Auditor);

        Assert.Equal("settled", (await JsonAsync("judge", "submit", file, "--profile", Auditor, "--json")).GetProperty("state").GetString());
        await CannotRunAsync("exists already", "judge", "key", "--out", keys[0]);
    }

    [Fact]
    public async Task Commands_WithWhatCannotBeMeant_SayWhatItIs()
    {
        var evidence = await EvidenceAsync();
        await CannotRunAsync("pseudonym", "report", "trainer", "nobody", "--claim", "c", "--evidence", evidence, "--profile", Auditor);
        await RefusedAsync(ErrorCodes.SelfReport, "report", "trainer", _accused, "--claim", "c", "--evidence", evidence, "--profile", AccusedProfile);
        await CannotRunAsync("gradient, aggregate or share", "report", "fault", "rumour", "flm", "1", _accused, "--profile", Auditor);
        await CannotRunAsync("--audit-key", "report", "fault", "share", "flm", "1", _accused, "--profile", Auditor);
        await RefusedAsync(ErrorCodes.NoModel, "report", "fault", "gradient", "flm", "1", _accused, "--profile", Auditor);
        await RefusedAsync(ErrorCodes.NoReport, "appeal", "none", "--profile", AccusedProfile);
        var id = await AccuseAsync();
        await CannotRunAsync("guilty or dismissed", "judge", "decide", id, "--verdict", "maybe", "--findings", "f", "--key", AuthorityKey, "--profile", Auditor);
        await CannotRunAsync("no model of this accusation", "judge", "decide", id, "--verdict", "guilty", "--findings", "f", "--legal", "flm", "--key", AuthorityKey, "--profile", Auditor);
        await CannotRunAsync("no private key", "judge", "decide", id, "--verdict", "guilty", "--findings", "f", "--key", evidence, "--profile", Auditor);
        await CannotRunAsync("is no judgment", "judge", "submit", evidence, "--profile", Auditor);
    }

    [Fact]
    public async Task Inspect_WithWhatCannotBeMeant_SaysWhatItIs()
    {
        await RefusedAsync(ErrorCodes.NoModel, "inspect", "drawn", "flm-none", "--profile", Auditor);
        await RefusedAsync(ErrorCodes.NoModel, "inspect", "open", "flm-none", "1", TrainerPseudonym, "--profile", Auditor);
        await CannotRunAsync("pseudonym", "inspect", "open", "flm-none", "1", "nobody", "--profile", Auditor);
        await RefusedAsync(ErrorCodes.NoModel, "inspect", "weights", "flm-none", "1", "--options", Files.Trainers[0]);
        await RefusedAsync(ErrorCodes.NoModel, "inspect", "show", "flm-none", "1", "--options", Files.Trainers[0], "--out", NewPath());
        await CannotRunAsync("FL", "inspect", "weights", "../..", "1", "--options", Files.Trainers[0]);

        var gradient = NewPath();
        await CannotRunAsync(gradient, "inspect", "compare", "flm-none", "1", "--options", Files.Trainers[0], "--gradient", gradient);
        await File.WriteAllBytesAsync(gradient, new byte[7], Token);
        await CannotRunAsync("7 bytes", "inspect", "compare", "flm-none", "1", "--options", Files.Trainers[0], "--gradient", gradient);
        await File.WriteAllBytesAsync(gradient, new byte[8], Token);
        await RefusedAsync(ErrorCodes.NoModel, "inspect", "compare", "flm-none", "1", "--options", Files.Trainers[0], "--gradient", gradient);
        var folder = Directory.CreateDirectory(NewPath()).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "submitted.f32"), [], Token);
        await CannotRunAsync("exists already", "inspect", "show", "flm-none", "1", "--options", Files.Trainers[0], "--out", folder);
    }

    [Fact]
    public async Task Watch_OfALedgerWithoutFederations_FindsNothing()
    {
        var summary = await JsonAsync("watch", "--once", "--json", "--profile", Auditor, "--data", NewPath());
        Assert.Equal(0, summary.GetProperty("faults").GetInt64());
        await RefusedAsync(ErrorCodes.NoModel, "watch", "flm-none", "--once", "--profile", Auditor, "--data", NewPath());
    }

    private async Task<string> AccuseAsync()
    {
        var accusation = await JsonAsync(
            "report", "trainer", TrainerPseudonym, "--claim", "its data are not its own", "--evidence", await EvidenceAsync(), "--profile", ReporterProfile, "--json");
        Assert.Equal((_accused, "pending"), (accusation.GetProperty("accused").GetString(), accusation.GetProperty("state").GetString()));
        return accusation.GetProperty("reportId").GetString()!;
    }

    private const string TrainerPseudonym = "trainer-1";

    private Task<JsonElement> DecideAsync(string id, string verdict) =>
        JsonAsync("judge", "decide", id, "--verdict", verdict, "--findings", "as heard", "--key", AuthorityKey, "--profile", Auditor, "--json");

    private async Task<string> EvidenceAsync()
    {
        var path = NewPath();
        await File.WriteAllTextAsync(path, "a receipt", Token);
        return path;
    }

    private string NewPath() => Path.Combine(_folder, Path.GetRandomFileName());

    private static async Task<JsonElement> JsonAsync(params string[] arguments) => JsonDocument.Parse(await TextAsync(arguments)).RootElement;

    private static Task<string> TextAsync(params string[] arguments) => CliProcess.TextAsync(Token, arguments);

    private static Task RefusedAsync(string code, params string[] arguments) => CliProcess.CannotRunAsync(code, arguments, Token);

    private static Task CannotRunAsync(string reason, params string[] arguments) => CliProcess.CannotRunAsync(reason, arguments, Token);
}
