using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FLChain.EndToEnd.Tests.Demo;
using FLChain.Fabric.Client;
using FLChain.TrainerSdk;

namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>The built gateway as a process of its own, over a profile of a running network; killed and started again it is at the same address.</summary>
internal sealed partial class GatewayProcess(string profile, string folder) : IAsyncDisposable
{
    private const string Program = "FLChain.Gateway";
    private const string Password = "correct horse battery";
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

    private readonly List<HttpClient> _clients = [];
    private FlchainProcess? _serving;
    private Uri _address = new("http://127.0.0.1:0");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Makes a user of a party's identity; the gateway must not run.</summary>
    public async Task AddUserAsync(string name, string role, string optionsFile)
    {
        var party = ConnectionProfile.Load(TrainerOptions.Load(optionsFile).Profile);
        var msp = Path.GetFullPath(party.Identity!.MspFolder!, party.Folder);
        using var adding = FlchainProcess.StartProgram(
            Program, Password + "\n", [.. Arguments("add-user"), "--name", name, "--roles", role, "--msp", party.Identity.MspId, "--msp-folder", msp]);
        Assert.True(await adding.EndAsync(Stop) == 0, adding.Output);
    }

    /// <summary>Starts to serve; returns when the index follows the ledger.</summary>
    public async Task StartAsync()
    {
        _serving = FlchainProcess.StartProgram(Program, null, [.. Arguments("serve"), "--urls", _address.ToString()]);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(LongestStart);
        Match listening;
        while (!(listening = Listening().Match(_serving.Output)).Success)
        {
            Assert.False(_serving.HasExited, _serving.Output);
            await Task.Delay(50, limit.Token);
        }

        _address = new Uri(listening.Groups[1].Value);
        using var client = new HttpClient { BaseAddress = _address };
        while (!(await client.GetAsync(new Uri("/health/ready", UriKind.Relative), limit.Token)).IsSuccessStatusCode) await Task.Delay(100, limit.Token);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        await _serving!.KillAsync();
        _serving.Dispose();
        _serving = null;
    }

    /// <summary>A client that is signed in; its token outlives a restart of the gateway.</summary>
    public async Task<HttpClient> SignInAsync(string user)
    {
        var client = new HttpClient { BaseAddress = _address };
        _clients.Add(client);
        using var answer = await client.PostAsJsonAsync("/v1/tokens", new { name = user, password = Password }, Stop);
        answer.EnsureSuccessStatusCode();
        using var token = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(Stop));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("accessToken").GetString());
        return client;
    }

    /// <summary>Waits until the index has as many blocks as the ledger; a user asks.</summary>
    public async Task CaughtUpAsync(string user, ulong blocks)
    {
        var client = await SignInAsync(user);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(LongestStart);
        while (true)
        {
            using var status = JsonDocument.Parse(await client.GetStringAsync(new Uri("/v1/status", UriKind.Relative), limit.Token));
            if (status.RootElement.GetProperty("index").GetProperty("blocks").GetUInt64() >= blocks) return;
            await Task.Delay(100, limit.Token);
        }
    }

    /// <summary>Runs another of its commands; it must not serve.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string command)
    {
        using var process = FlchainProcess.StartProgram(Program, null, Arguments(command));
        return (await process.EndAsync(Stop), process.Output);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        if (_serving is not null) await KillAsync();
    }

    private string[] Arguments(string command) => [command, "--profile", profile, "--data", folder];

    [GeneratedRegex(@"Now listening on: (http://[0-9.:]+)")]
    private static partial Regex Listening();
}
