using System.Text.Json;
using System.Text.Json.Nodes;
using FLChain.Cli;
using FLChain.Cli.Tests.Commands;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Client;

/// <summary><c>flchain audit proof</c>, as a process, with proofs from the gateway and roots from the ledger.</summary>
public sealed class ProofCommandTests(GatewayWorld world) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Profile => world.Federation.Consortium.Files.AuditorProfile;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Proof_FromAFile_IsHeldAgainstTheAttestedRoot()
    {
        var file = await SaveAsync($"/v1/audit/proofs/models/{GatewayWorld.Fid}?block={await AttestedAsync()}");
        var (code, output, error) = await CliProcess.RunAsync(Stop, "audit", "proof", file, "--model", GatewayWorld.Fid, "--profile", Profile);
        Assert.True(code == 0, output + error);
        Assert.Contains("valid: model flm-test is on the ledger", output, StringComparison.Ordinal);
        Assert.Contains("BuyersMSP", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proof_AskedOfAGatewayByAUser_IsHeldAgainstTheAttestedRoot()
    {
        await AttestedAsync();
        Environment.SetEnvironmentVariable("FLCHAIN_PASSWORD", GatewayWorld.Password);
        string[] asked = ["audit", "proof", "--gateway", $"{world.Address}", "--user", "alice", "--profile", Profile];
        var (code, output, error) = await CliProcess.RunAsync(Stop, [.. asked, "--model", GatewayWorld.Fid]);
        Assert.True(code == 0, output + error);
        Assert.Contains("valid: model flm-test is on the ledger", output, StringComparison.Ordinal);
        (code, output, error) = await CliProcess.RunAsync(Stop, [.. asked, "--trainer", new string('0', 64)]);
        Assert.True(code == 0, output + error);
        Assert.Contains("is not on the ledger", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proof_ThatWasChanged_IsNotValid()
    {
        var file = await SaveAsync($"/v1/audit/proofs/models/{GatewayWorld.Fid}?block={await AttestedAsync()}");
        var proof = JsonNode.Parse(await File.ReadAllTextAsync(file, Stop))!;
        proof["record"] = proof["record"]!.GetValue<string>().Replace("\"A test\"", "\"A lie\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, proof.ToJsonString(), Stop);
        await AssertNotValidAsync("WrongValue", file, "--profile", Profile);
        await AssertNotValidAsync("another record", file, "--model", "flm-other", "--profile", Profile);
    }

    [Fact]
    public async Task Proof_UnderARootThatNobodyAttested_IsNotValid()
    {
        var file = await SaveAsync($"/v1/audit/proofs/models/{GatewayWorld.Fid}?block=1");
        await AssertNotValidAsync("no organization attested", file, "--profile", Profile);
        await AssertNotValidAsync("WrongRoot", file, "--root", new string('0', 128));
    }

    private static async Task AssertNotValidAsync(string why, params string[] arguments)
    {
        var (code, output, _) = await CliProcess.RunAsync(Stop, ["audit", "proof", .. arguments]);
        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains("not valid", output, StringComparison.Ordinal);
        Assert.Contains(why, output, StringComparison.Ordinal);
    }

    private async Task<int> AttestedAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        JsonElement roots;
        while (!(roots = await world.Auditor.GetOkAsync("/v1/audit/roots")).Items().Any()) await Task.Delay(50, limit.Token);
        return roots.Items().First().GetProperty("height").GetInt32();
    }

    private async Task<string> SaveAsync(string path)
    {
        var file = _folder["proof.json"];
        await File.WriteAllTextAsync(file, (await world.Alice.GetOkAsync(path)).GetRawText(), Stop);
        return file;
    }
}
