using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FLChain.Conformance.Tests.Consortium;
using FLChain.Fabric.Shim;

namespace FLChain.Benchmarks;

/// <summary>The benchmark's contract, served by one of the two shims in a process of its own and committed on the network.</summary>
internal sealed class ServedContract : IAsyncDisposable
{
    private readonly Process _process;

    private ServedContract(string name, Process process)
    {
        Name = name;
        _process = process;
    }

    /// <summary>The chaincode's name on the channel.</summary>
    public string Name { get; }

    /// <summary>Starts the service and brings it onto the network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">A name that the channel does not have yet.</param>
    /// <param name="launch">The process, given the package's id and the port.</param>
    public static async Task<ServedContract> StartAsync(FabricNetwork network, string name, Func<string, int, ProcessStartInfo> launch)
    {
        var port = FreePort();
        var package = ChaincodePackage.Create(name, new ChaincodeConnection { Address = $"127.0.0.1:{port}" });
        var start = launch(package.PackageId, port);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var served = new ServedContract(name, process);
        var file = Path.Combine(Path.GetTempPath(), $"{name}.tgz");
        try
        {
            await File.WriteAllBytesAsync(file, package.Bytes.ToArray());
            await network.RunAsync("deploy", "--package", file, "--name", name);
            return served;
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Ends the service.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
