using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>A consortium on real Fabric for the tests of one collection, in a folder and on ports of its own; it goes when they end.</summary>
public partial class FabricNetwork : IAsyncLifetime
{
    private const int UsualTrainers = 4;

    private const string Wanted = "FLCHAIN_TEST_FABRIC";
    private const int PortsOfANetwork = 170;

    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-fabric-test-").FullName;

    private readonly int _trainers;

    /// <summary>A consortium of four trainers.</summary>
    public FabricNetwork()
        : this(UsualTrainers)
    {
    }

    /// <summary>A consortium of as many trainers, each with an identity and funds.</summary>
    protected FabricNetwork(int trainers) => _trainers = trainers;

    /// <summary>The parties' folder, as <c>flchain demo --network</c> takes it.</summary>
    public string Parties => Path.Combine(Data, "parties");

    /// <summary>Profile of the auditor.</summary>
    public string AuditorProfile => Path.Combine(Parties, "auditor", "profile.json");

    /// <summary>Seconds from the start to the first committed transactions, as the script measured them.</summary>
    public double SecondsToFirstTransaction { get; private set; }

    internal string Data => Path.Combine(_folder, "network");

    private int BasePort { get; } = FreeBasePort();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Skips the test unless real Fabric is asked for and there.</summary>
    public static void Require() => Assert.SkipUnless(IsWanted, "runs on real Fabric: make test-fabric, with FABRIC_HOME naming its programs");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!IsWanted) return;
        var up = await RunAsync("up");
        SecondsToFirstTransaction = double.Parse(FirstTransaction().Match(up).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Data)) await NetworkScript.RunAsync(Environment(Data), CancellationToken.None, "down");
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a command of the script, which must succeed.</summary>
    /// <returns>What it wrote.</returns>
    internal async Task<string> RunAsync(params string[] arguments)
    {
        var (exit, output) = await NetworkScript.RunAsync(Environment(Data), Stop, arguments);
        Assert.True(exit == 0, output);
        return output;
    }

    /// <summary>What the script is told about a network in a folder.</summary>
    internal Dictionary<string, string?> Environment(string data, int? basePort = null) => new()
    {
        ["FLCHAIN_FABRIC_DATA"] = data,
        ["FLCHAIN_BASE_PORT"] = (basePort ?? BasePort).ToString(CultureInfo.InvariantCulture),
        ["FLCHAIN_TRAINERS"] = _trainers.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>SIGKILL for a node; returns when the process is gone.</summary>
    internal async Task KillAsync(string node)
    {
        using var process = Process.GetProcessById(ProcessIdOf(Data, node));
        process.Kill();
        await process.WaitForExitAsync(Stop);
    }

    internal static int ProcessIdOf(string data, string node) =>
        int.Parse(File.ReadLines(Path.Combine(data, "run", node + ".pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>The orderer that leads now.</summary>
    internal async Task<string> LeaderAsync()
    {
        // The exit code says that a node is down, which may be just what a test has done.
        var (_, status) = await NetworkScript.RunAsync(Environment(Data), Stop, "status");
        return Leader().Match(status).Groups[1].Value;
    }

    internal static int FreeBasePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(11, 31) * 1000;
            if (Enumerable.Range(port, PortsOfANetwork).All(IsFree)) return port;
        }
    }

    private static bool IsWanted =>
        System.Environment.GetEnvironmentVariable(Wanted) == "1" && !string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("FABRIC_HOME"));

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"([0-9.]+) s  the first transactions are committed")]
    private static partial Regex FirstTransaction();

    [GeneratedRegex(@"^(orderer\d) .*leads", RegexOptions.Multiline)]
    private static partial Regex Leader();
}
