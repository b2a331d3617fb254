using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using FLChain.DevPeer;
using FLChain.DevPeer.Material;
using FLChain.EndToEnd.Tests.Demo;
using FLChain.Fabric.Client;
using FLChain.Fabric.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FLChain.EndToEnd.Tests.Telemetry;

/// <summary>
/// Client, chaincode service and gateway, the last two as processes of their own, send what they measure to a collector:
/// the spans of one transaction meet in one trace.
/// </summary>
[Collection(ChildProcesses.Name)]
public sealed partial class CollectorTests : IDisposable
{
    private const string Msp = "AuthorityMSP";
    private const string PackageId = "flchain:telemetry";
    private const string Client = "a-training-script";

    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-telemetry-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Transaction_ThroughClientAndChaincode_IsOneTraceAtTheCollector_AndTheGatewaysRequestsAreThereToo()
    {
        await using var collector = await Collector.StartAsync();
        var port = FreePort();
        using var chaincode = FlchainProcess.StartProgram(
            "FLChain.Chaincode", null, collector.Environment, "--server-address", $"127.0.0.1:{port}", "--package-id", PackageId, "--authority-msp", Msp);
        var material = DevConsortium.CreateOrOpen(Path.Combine(_folder, "crypto"), [new OrganizationDefinition(Msp, "authority.example")]);
        await using var peer = await DevPeerServer.StartAsync(new DevPeerOptions
        {
            DataDirectory = Path.Combine(_folder, "ledger"),
            Consortium = material,
            ChannelId = "flchain",
            Chaincodes = [new ChaincodeDefinition { Name = "flchain", PackageId = PackageId, Endpoint = new ChaincodeEndpoint($"127.0.0.1:{port}") }],
        }, Stop);
        var profile = SaveProfile(material, peer);

        var transactionId = await CallAsync(collector, profile);
        var trace = Convert.FromHexString(transactionId[..32]);
        await collector.ReceivesAsync("traces", Text("flchain-chaincode"), Text("fabric.chaincode"), trace);
        await collector.ReceivesAsync("traces", Text(Client), Text("fabric.evaluate"), trace);
        await collector.ReceivesAsync("metrics", Text("flchain-chaincode"), Text("flchain.fabric.chaincode.transaction.duration"));
        await collector.ReceivesAsync("metrics", Text(Client), Text("flchain.fabric.client.call.duration"));

        using var gateway = FlchainProcess.StartProgram(
            "FLChain.Gateway", null, collector.Environment, "serve", "--profile", profile, "--data", Path.Combine(_folder, "gateway"), "--urls", "http://127.0.0.1:0");
        await AskAsync(gateway);
        await collector.ReceivesAsync("traces", Text("flchain-gateway"), Text("Microsoft.AspNetCore.Hosting.HttpRequestIn"));
        await collector.ReceivesAsync("traces", Text("flchain-gateway"), Text("fabric.evaluate"));
        await collector.ReceivesAsync("metrics", Text("flchain-gateway"), Text("http.server.request.duration"));
        // What the gateway asks the peer is measured by the client in it.
        await collector.ReceivesAsync("metrics", Text("flchain-gateway"), Text("flchain.fabric.client.call.duration"));
        await gateway.KillAsync();
        await chaincode.KillAsync();
    }

    private string SaveProfile(DevConsortium material, DevPeerServer peer)
    {
        var path = Path.Combine(_folder, "profile.json");
        new ConnectionProfile
        {
            Channel = "flchain",
            Chaincode = "flchain",
            Peers = [new ProfilePeer { Address = peer.Address.ToString(), MspId = Msp, TlsRootCertificates = [material.Organizations[0].TlsCaCertificatePath] }],
            Identity = new ProfileIdentity { MspId = Msp, MspFolder = material.IssueUser(Msp, "ann", "ann") },
        }.Save(path);
        return path;
    }

    // As any .NET program that listens to the library by its name.
    private static async Task<string> CallAsync(Collector collector, string profile)
    {
        void Describe(ResourceBuilder resource) => resource.AddService(Client);
        void Send(OtlpExporterOptions options, string signal)
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = new Uri(collector.Address, $"/v1/{signal}");
        }

        using var traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(FabricTelemetry.Name).AddOtlpExporter(options => Send(options, "traces")).Build();
        using var metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(FabricTelemetry.Name).AddOtlpExporter(options => Send(options, "metrics")).Build();
        await using var gateway = FabricGateway.Connect(ConnectionProfile.Load(profile));
        var proposal = gateway.GetNetwork("flchain").GetContract("flchain", "registry").NewProposal("GetPolicy", []);
        // There is no policy yet: that the contract says so is an answer as good as any.
        Assert.NotNull((await Assert.ThrowsAsync<EvaluateException>(() => proposal.EvaluateAsync(Stop))).ChaincodeStatus);
        return proposal.TransactionId;
    }

    private static async Task AskAsync(FlchainProcess gateway)
    {
        Match listening;
        while (!(listening = Listening().Match(gateway.Output)).Success)
        {
            Assert.False(gateway.HasExited, gateway.Output);
            await Task.Delay(50, Stop);
        }

        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(listening.Groups[1].Value + "/health/live"), Stop);
        answer.EnsureSuccessStatusCode();
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"Now listening on: (http://[0-9.:]+)")]
    private static partial Regex Listening();
}
