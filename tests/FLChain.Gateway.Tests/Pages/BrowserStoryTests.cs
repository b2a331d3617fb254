using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
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
