using System.Diagnostics;
using FLChain.DevPeer.Material;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Shim;

namespace FLChain.DevPeer.Tests.Restart;

/// <summary>A peer with its chaincode in a process of its own, so that a test can kill it.</summary>
internal sealed class CrashHost : IDisposable
{
    private const string Argument = "--host-a-peer";

    private readonly Process process;

    private CrashHost(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>The other end: serves until it is killed. False when the arguments ask for something else.</summary>
    public static async Task<bool> TryRunAsync(string[] arguments)
    {
        if (arguments is not [Argument, var data, var crypto])
            return false;
        await using var service = new ChaincodeServer(new AssetChaincode(), new ChaincodeServerOptions { PackageId = TestNetwork.PackageId });
        await service.StartAsync();
        await using var peer = await DevPeerServer.StartAsync(Options(data, OpenConsortium(crypto), service));
        Console.WriteLine(peer.Address);
        // The parent's death closes the pipe, which ends this process too.
        while (await Console.In.ReadLineAsync() is not null)
        {
        }
        return true;
    }

    public static DevConsortium OpenConsortium(string directory) => DevConsortium.CreateOrOpen(
        directory, [new OrganizationDefinition("Org1MSP", "org1.example"), new OrganizationDefinition("Org2MSP", "org2.example")]);

    public static DevPeerOptions Options(string data, DevConsortium consortium, ChaincodeServer service) => new()
    {
        DataDirectory = data,
        Consortium = consortium,
        UseTls = false,
        BatchTimeout = TimeSpan.FromMilliseconds(5),
        MaxMessageCount = 20,
        Chaincodes =
        [
            new ChaincodeDefinition
            {
                Name = TestNetwork.Chaincode,
                PackageId = TestNetwork.PackageId,
                Endpoint = new ChaincodeEndpoint(service.Address.ToString()),
                Collections = [new CollectionDefinition { Name = "kept", MemberMspIds = ["Org1MSP", "Org2MSP"] }],
            },
        ],
    };

    public static async Task<CrashHost> StartAsync(string data, string crypto)
    {
        var start = new ProcessStartInfo(Path.ChangeExtension(typeof(CrashHost).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { Argument, data, crypto },
        };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        return new CrashHost(process, new Uri(line ?? throw new InvalidOperationException("The host did not start.")));
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
