using System.Diagnostics;
using System.Text.Json;

namespace FLChain.Conformance.Tests.Consortium;

/// <summary>A running network of Fabric's own programs, as <c>network/fabric/network.sh</c> made it.</summary>
/// <param name="Folder">Its data folder.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Organizations">The organizations with their peers.</param>
internal sealed record FabricNetwork(string Folder, string Channel, IReadOnlyList<TestOrganization> Organizations)
{
    /// <summary>Names the data folder of a running network. Without it there is none.</summary>
    public const string Variable = "FLCHAIN_TEST_NETWORK";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Reads the network's description.</summary>
    public static FabricNetwork Attach(string data)
    {
        var folder = Path.GetFullPath(data);
        using var description = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "network.json")));
        var root = description.RootElement;
        var crypto = Path.Combine(folder, root.GetProperty("crypto").GetString()!, "peerOrganizations");
        var organizations = root.GetProperty("organizations").EnumerateArray().Select(each =>
        {
            var domain = each.GetProperty("domain").GetString()!;
            return new TestOrganization(
                each.GetProperty("mspId").GetString()!,
                domain,
                new Uri($"https://{each.GetProperty("peer").GetString()}"),
                Path.Combine(crypto, domain, "tlsca", $"tlsca.{domain}-cert.pem"),
                Path.Combine(crypto, domain));
        });
        return new FabricNetwork(folder, root.GetProperty("channel").GetString()!, [.. organizations]);
    }

    /// <summary>Runs a command of <c>network.sh</c>.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] words = [Script(), .. arguments, "--data", Folder];
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
