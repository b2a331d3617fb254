using System.Text.Json;
using FLChain.Cli;
using FLChain.EndToEnd.Tests.Demo;
using FLChain.EndToEnd.Tests.Federations;

namespace FLChain.EndToEnd.Tests.Audit;

/// <summary>
/// <c>flchain audit</c> as a process of its own, over what the SDK really made: it passes, fails with the place of one
/// altered byte on the peer's disk, and says when it cannot run.
/// </summary>
public sealed class AuditCommandTests(AuditedFederation federation) : IClassFixture<AuditedFederation>
{
    private readonly TestFederation _world = federation.World;

    private static FederationShape Shape => AuditedFederation.Shape;

    private string Profile => _world.Consortium.Files.AuditorProfile;

    private string Folder => Path.GetDirectoryName(Path.GetDirectoryName(Profile))!;

    private StoredBytes Stored => new(Path.Combine(Folder, "peer", "ledger.db"));

    [Fact]
    public async Task Audit_OfARealFederation_PassesUntilOneByteIsAltered()
    {
        var (exitCode, report) = await AuditAsync(FederationShape.Fid, "--audit-key", await AuditKeyFileAsync());

        Assert.True(exitCode == ExitCodes.Success, report.GetRawText());
        Assert.True(report.GetProperty("passed").GetBoolean());
        Assert.Equal(0, report.GetProperty("notReexecuted").GetInt64());
        Assert.Empty(report.GetProperty("skipped").EnumerateArray());
        Assert.True(Examined(report, "shares") >= Shape.Threshold * Shape.Iterations);
        Assert.Equal(Shape.Trainers * Shape.Iterations, Examined(report, "proofs"));

        foreach (var place in Places) await AssertNamedAsync(place);
        Assert.Equal(ExitCodes.Success, (await AuditAsync()).ExitCode);
    }

    [Fact]
    public async Task Audit_WithoutAPeer_CouldNotRun()
    {
        var profile = Path.Combine(Folder, "auditor", "gone.json");
        var text = await File.ReadAllTextAsync(Profile, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(profile, text.Replace($":{_world.Consortium.Address.Port}", ":1", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        using var flchain = FlchainProcess.Start("audit", "--profile", profile);
        var exitCode = await flchain.EndAsync(TestContext.Current.CancellationToken);

        Assert.True(exitCode == ExitCodes.CouldNotRun, flchain.Output);
        Assert.NotEmpty(flchain.Output);
    }

    // A stored block, its header and metadata; a payload at its beginning, and at its end, which is a proof; amounts in the
    // peer's state.
    private static IEnumerable<StoredPlace> Places =>
    [
        new("envelopes", "envelope", "block = 10", "\"block\": 10"),
        new("blocks", "header", "number = 8", "\"block\": 8"),
        new("blocks", "metadata", "number = 8", "\"block\": 8"),
        new("private_state", "value", "instr(key, CAST('aggregate' AS BLOB)) > 0", "\"payload\": \"aggregate/"),
        new("private_state", "value", "instr(key, CAST('gradient' AS BLOB)) > 0", "\"payload\": \"gradient/"),
        new("state", "value", "substr(key, 2, 7) = CAST('account' AS BLOB)", "incentive:GetConservation"),
    ];

    private async Task AssertNamedAsync(StoredPlace place)
    {
        Stored.Flip(place);
        var (exitCode, report) = await AuditAsync();
        Stored.Flip(place);

        Assert.True(exitCode == ExitCodes.Failed, $"{place}: {report.GetRawText()}");
        Assert.Contains(place.Named, report.GetProperty("findings").GetRawText(), StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, JsonElement Report)> AuditAsync(params string[] arguments)
    {
        using var flchain = FlchainProcess.Start(["audit", .. arguments, "--profile", Profile, "--json"]);
        var exitCode = await flchain.EndAsync(TestContext.Current.CancellationToken);
        Assert.True(flchain.Output.StartsWith('{'), flchain.Output);
        return (exitCode, JsonDocument.Parse(flchain.Output).RootElement);
    }

    // As the federation would hand it to an auditor: derived from the group key that every member was dealt.
    private async Task<string> AuditKeyFileAsync()
    {
        using var secrets = await DealtToMember.OpenAsync(_world, _world.Members[0]);
        using var key = secrets.GroupKey.DeriveAuditKey(FederationShape.Fid);
        var path = Path.Combine(Folder, "auditor", "audit.key");
        await File.WriteAllBytesAsync(path, key.Export(), TestContext.Current.CancellationToken);
        return path;
    }

    private static long Examined(JsonElement report, string check) =>
        report.GetProperty("checks").EnumerateArray().Single(each => each.GetProperty("check").GetString() == check).GetProperty("examined").GetInt64();
}
