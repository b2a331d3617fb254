using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FLChain.Core.Ledger;
using FLChain.Core.Merkle;
using FLChain.EndToEnd.Tests;
using FLChain.EndToEnd.Tests.Federations;

namespace FLChain.Gateway.Tests.Pages;

/// <summary>The whole story in a real browser (tests/browser/story.mjs), and the proof that the browser checks by itself.</summary>
public sealed class BrowserStoryTests
{
    private static readonly string Scripts = Path.Combine(RepositoryRoot.Path, "tests", "browser");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Story_InARealBrowser_EndsWithTheModelOffTheMarket()
    {
        var chromium = Chromium() ?? Missing("Chromium is not installed (apt-get install chromium, or FLCHAIN_CHROMIUM)");
        if (!Directory.Exists(Path.Combine(Scripts, "node_modules"))) Missing("tests/browser has no node_modules (make browser)");
        if (!File.Exists(Path.Combine(AppContext.BaseDirectory, "browser", "ort.wasm.min.mjs"))) Missing("ONNX Runtime for the browser was not restored at build (make browser, and build again)");
        await using var world = await StoryWorld.StartAsync();
        var output = await RunAsync("story.mjs", new
        {
            address = world.Gateway.Address.AbsoluteUri,
            buyer = world.Buyer,
            authority = world.Authority,
            fid = FederationShape.Fid,
            title = "A test",
            accused = world.Accused,
            screenshots = Path.Combine(RepositoryRoot.Path, "artifacts", "pages"),
            chromium,
        });
        Assert.True(output.GetProperty("screenshots").GetInt32() >= 15);
    }

    [Fact]
    public async Task Proofs_ByThePagesScript_HoldWhereTheyHoldHere()
    {
        var keys = Enumerable.Range(1, 40).Select(number => (Key: Keys.Model($"flm-{number}"), Id: $"flm-{number}", Value: Encoding.UTF8.GetBytes($"{{\"version\":{number}}}"))).ToList();
        var tree = keys.Aggregate(MerkleTree.Empty, (grown, record) => grown.With(record.Key, record.Value));
        var cases = new List<(string Id, byte[] Proof, byte[] Value, byte[] Root)>();
        foreach (var (key, id, value) in keys)
        {
            var (proof, root) = (tree.Prove(key).Encode(), Convert.FromHexString(tree.RootHex));
            cases.Add((id, proof, value, root));
            cases.Add((id, proof, [.. value, 0], root));
            cases.Add(("flm-none", proof, value, root));
            cases.Add((id, proof, value, Changed(root, 0)));
            cases.Add((id, [.. proof, 0], value, root));
            cases.Add((id, proof[..^1], value, root));
            for (var place = 0; place < proof.Length; place += 23) cases.Add((id, Changed(proof, place), value, root));
        }

        // A proof of absence is none of presence.
        cases.Add(("flm-none", tree.Prove(Keys.Model("flm-none")).Encode(), [], Convert.FromHexString(tree.RootHex)));
        var verdicts = await RunAsync("merkle.mjs", cases.Select(each => new { key = new[] { "model", each.Id }, proof = each.Proof, value = each.Value, root = Convert.ToHexStringLower(each.Root) }));
        var here = cases.Select(each => MerkleProofEncoding.VerifyPresent(each.Proof, each.Root, Keys.Model(each.Id), each.Value) == MerkleVerdict.Valid);
        Assert.Equal(here, verdicts.EnumerateArray().Select(verdict => verdict.GetBoolean()));
        Assert.Equal(keys.Count, verdicts.EnumerateArray().Count(verdict => verdict.GetBoolean()));
    }

    private static byte[] Changed(byte[] bytes, int place)
    {
        byte[] changed = [.. bytes];
        changed[place] ^= 1;
        return changed;
    }

    private static async Task<JsonElement> RunAsync(string script, object input)
    {
        using var node = Start(new ProcessStartInfo("node", [Path.Combine(Scripts, script)]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(Limit);
        try
        {
            var errors = node.StandardError.ReadToEndAsync(limit.Token);
            await node.StandardInput.WriteAsync(JsonSerializer.Serialize(input));
            node.StandardInput.Close();
            var output = await node.StandardOutput.ReadToEndAsync(limit.Token);
            await node.WaitForExitAsync(limit.Token);
            Assert.True(node.ExitCode == 0, await errors);
            return JsonSerializer.Deserialize<JsonElement>(output);
        }
        finally
        {
            if (!node.HasExited) node.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            Missing($"Node cannot be started: {error.Message}");
            throw;
        }
    }

    private static string? Chromium()
    {
        if (Environment.GetEnvironmentVariable("FLCHAIN_CHROMIUM") is { Length: > 0 } named) return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);
    }

    private static string Missing(string reason)
    {
        Assert.False(Environment.GetEnvironmentVariable("FLCHAIN_REQUIRE_BROWSER") == "1", reason);
        Assert.Skip(reason);
        return reason;
    }
}
