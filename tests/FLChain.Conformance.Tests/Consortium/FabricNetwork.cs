using System.Diagnostics;
using System.Text.Json;

namespace FLChain.Conformance.Tests.Consortium;

/// <summary>A network of Fabric's own programs, as <c>network/fabric/network.sh</c> makes it: one that runs already, or one of this object's own.</summary>
internal sealed class FabricNetwork : IAsyncDisposable
{
    // Away from the ports of a network that somebody uses.
    private const string OwnBasePort = "17000";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string folder;
    private readonly bool isOwn;

    private FabricNetwork(string folder, bool isOwn)
    {
        this.folder = folder;
        this.isOwn = isOwn;
    }

    /// <summary>The data folder of a running network; null where the environment names none (<c>FLCHAIN_TEST_NETWORK</c>).</summary>
    public static string? Running => Environment.GetEnvironmentVariable("FLCHAIN_TEST_NETWORK") is { Length: > 0 } named ? named : null;

    /// <summary>Whether the environment asks for Fabric: by a running network, or by <c>FLCHAIN_TEST_FABRIC=1</c> for one that is made for the occasion.</summary>
    public static bool IsWanted => Running is not null || Environment.GetEnvironmentVariable("FLCHAIN_TEST_FABRIC") == "1";

    /// <summary>The channel.</summary>
    public string Channel { get; private set; } = "";

    /// <summary>The organizations with their peers.</summary>
    public IReadOnlyList<TestOrganization> Organizations { get; private set; } = [];

    /// <summary>Takes up the network that runs, or makes one without any chaincode.</summary>
    public static async Task<FabricNetwork> OpenAsync()
    {
        var network = Running is { } running
            ? new FabricNetwork(Path.GetFullPath(running), isOwn: false)
            : new FabricNetwork(Path.Combine(Path.GetTempPath(), $"flchain-fabric-{Environment.ProcessId}"), isOwn: true);
        try
        {
            if (network.isOwn)
                await network.RunAsync("up", "--no-chaincode", "--no-build", "--base-port", OwnBasePort);
            network.Read();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes an own network down.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isOwn && Directory.Exists(folder))
            await RunAsync("down");
    }

    /// <summary>Runs a command of <c>network.sh</c>.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] words = [Script(), .. arguments, "--data", folder];
        foreach (var argument in words)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"network.sh {string.Join(' ', arguments)} failed: {await output} {await errors}");
    }

    private void Read()
    {
        using var description = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "network.json")));
        var root = description.RootElement;
        var crypto = Path.Combine(folder, root.GetProperty("crypto").GetString()!, "peerOrganizations");
        Channel = root.GetProperty("channel").GetString()!;
        Organizations =
        [
            .. root.GetProperty("organizations").EnumerateArray().Select(each =>
            {
                var domain = each.GetProperty("domain").GetString()!;
                return new TestOrganization(
                    each.GetProperty("mspId").GetString()!,
                    domain,
                    new Uri($"https://{each.GetProperty("peer").GetString()}"),
                    Path.Combine(crypto, domain, "tlsca", $"tlsca.{domain}-cert.pem"),
                    Path.Combine(crypto, domain));
            }),
        ];
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "network", "fabric", "network.sh");
            if (File.Exists(script))
                return script;
        }
        throw new InvalidOperationException("network/fabric/network.sh is not found above this program");
    }
}
