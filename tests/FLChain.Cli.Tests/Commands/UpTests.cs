using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FLChain.Cli.Tests.Commands;

/// <summary>One consortium, kept running by <c>flchain up</c>, and the commands that read it.</summary>
public sealed class UpTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-test-").FullName;
    private Process? _up;
    private string _printed = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Profile => Path.Combine(_folder, "auditor", "profile.json");

    public async ValueTask InitializeAsync() => _up = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Up_KilledAndStartedAgain_GoesOnAtTheSameAddressWithTheSameAccounts()
    {
        var before = await JsonAsync("statement", "--profile", Profile, "--json");
        var address = await File.ReadAllTextAsync(Profile, Token);
        await KillAsync();
        _up = await StartAsync();

        Assert.Equal(address, await File.ReadAllTextAsync(Profile, Token));
        var after = await JsonAsync("statement", "--profile", Profile, "--json");
        Assert.Equal(before.GetRawText(), after.GetRawText());
        Assert.Equal(5_000_000, after.GetProperty("minted").GetInt64());
        Assert.Equal(5_000_000, after.GetProperty("sumOfAccounts").GetInt64());
    }

    [Fact]
    public async Task Commands_OnARunningConsortium_ShowItAndItsAuditPasses()
    {
        Assert.Equal(0, (await JsonAsync("status", "--profile", Profile, "--json")).GetArrayLength());
        Assert.Contains("minted", (await CliProcess.RunAsync(Token, "statement", "--profile", Profile)).Output, StringComparison.Ordinal);
        Assert.Equal(-5_000_000, (await JsonAsync("statement", "issue", "--profile", Profile, "--json")).GetProperty("account").GetProperty("balance").GetInt64());

        var (exitCode, output, error) = await CliProcess.RunAsync(Token, "audit", "--profile", Profile);
        Assert.True(exitCode == ExitCodes.Success, output + error);
        Assert.Contains("PASSED", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_PrintsTheMarketAndInvitationsThatLeadToIt()
    {
        using var client = new HttpClient();
        var market = Regex.Match(_printed, @"market is at .*?(http://127\.0\.0\.1:\d+/)").Groups[1].Value;
        Assert.Contains("<h1>Market</h1>", await client.GetStringAsync(new Uri(market), Token), StringComparison.Ordinal);
        var links = Regex.Matches(_printed, @"(http://127\.0\.0\.1:\d+/)join#[A-Za-z0-9_-]{43}");
        Assert.Equal(3, links.Count);
        Assert.All(links, link => Assert.Equal(market, link.Groups[1].Value));
        Assert.Equal(3, links.Select(link => link.Value).Distinct().Count());
        Assert.Contains("data-invitation", await client.GetStringAsync(new Uri(links[0].Value), Token), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await CliProcess.RunAsync(Token, arguments);
        Assert.True(exitCode == ExitCodes.Success, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private async Task<Process> StartAsync()
    {
        var process = CliProcess.Start("up", "--data", _folder, "--trainers", "2");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        _printed = "";
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            _printed += line + "\n";
            if (line.Contains("Ctrl-C", StringComparison.Ordinal))
                return process;
        }

        throw new InvalidOperationException($"flchain up ended: {await process.StandardError.ReadToEndAsync(limit.Token)}");
    }

    private async Task KillAsync()
    {
        if (_up is not { } process) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        _up = null;
    }
}
