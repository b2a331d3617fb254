using FLChain.DevPeer.Material;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;

namespace FLChain.DevPeer.Tests.Chaincodes;

public sealed class ChaincodeServiceTests
{
    // What must not wait for the chaincode's time-out is done long before.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongTimeout = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Call_ServiceIsDown_FailsFastAndSaysSo()
    {
        await using var network = await TestNetwork.StartAsync(options => options with { ChaincodeTimeout = LongTimeout });
        var client = network.Client();
        await network.StopServiceAsync();

        var failure = await Assert.ThrowsAsync<GrpcException>(
            () => client.EndorseAsync(client.Propose(["put", "a", "1"]).Signed).WaitAsync(Patience, TestClient.Token));

        Assert.Equal(GrpcStatusCode.Aborted, failure.StatusCode);
        Assert.Contains($"could not launch chaincode {TestNetwork.PackageId}", MessageOf(failure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ServiceWasRestarted_Succeeds()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokeAsync("put", "a", "1");
        await network.StopServiceAsync();
        await Assert.ThrowsAsync<GrpcException>(() => client.EvaluateAsync("get", "a"));
        await network.RestartServiceAsync();

        Assert.Equal("1", await client.EvaluateAsync("get", "a"));
        await client.InvokeAsync("put", "a", "2");
    }

    [Fact]
    public async Task Call_ServiceStopsMidway_FailsAndTheNextSucceeds()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var running = client.EvaluateAsync("slow", "10000");
        await Task.Delay(300, TestClient.Token);

        await network.StopServiceAsync();

        await Assert.ThrowsAsync<GrpcException>(() => running);
        await network.RestartServiceAsync();
        Assert.Equal("(none)", await client.EvaluateAsync("get", "a"));
    }

    [Fact]
    public async Task Call_ChaincodeTakesTooLong_TimesOutAndLeavesOthersAlone()
    {
        await using var network = await TestNetwork.StartAsync(options => options with { ChaincodeTimeout = TimeSpan.FromMilliseconds(500) });
        var client = network.Client();
        var slow = client.EvaluateAsync("slow", "5000");

        Assert.Equal("(none)", await client.EvaluateAsync("get", "a"));

        var failure = await Assert.ThrowsAsync<GrpcException>(() => slow);
        Assert.Contains("timeout expired while executing transaction", MessageOf(failure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ServiceRegistersAsAnotherPackage_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync(options => options with
        {
            Chaincodes = [options.Chaincodes[0] with { PackageId = "assets:9999" }],
        });
        var client = network.Client();

        var failure = await Assert.ThrowsAsync<GrpcException>(() => client.EvaluateAsync("get", "a"));

        Assert.Contains($"registers as '{TestNetwork.PackageId}'", MessageOf(failure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_CallerGivesUp_FreesTheSimulation()
    {
        await using var other = new ChaincodeServer(new AssetChaincode(), new ChaincodeServerOptions { PackageId = "other:0123" });
        await other.StartAsync(TestClient.Token);
        await using var network = await TestNetwork.StartAsync(options => options with
        {
            ChaincodeTimeout = LongTimeout,
            Chaincodes = [.. options.Chaincodes, new ChaincodeDefinition { Name = "other", PackageId = "other:0123", Endpoint = new ChaincodeEndpoint(other.Address.ToString()) }],
        });
        var client = network.Client();
        var request = new EvaluateRequest { ChannelId = "flchain" };
        var deadline = new GrpcCallOptions { Deadline = TimeSpan.FromMilliseconds(300) };

        // More than there are snapshots: were they held, the last call below would wait for the chaincode's time-out.
        var given = Enumerable.Range(0, 80).Select(_ => Assert.ThrowsAsync<GrpcException>(() =>
        {
            var each = request.Clone();
            each.ProposedTransaction = client.Propose(["slow", "600000"]).Signed;
            return client.Channel.UnaryAsync(GatewayService.Evaluate, each, deadline, TestClient.Token);
        }));
        await Task.WhenAll(given);

        Assert.Equal("(none)", await network.Client(chaincode: "other").EvaluateAsync("get", "a").WaitAsync(Patience, TestClient.Token));
    }

    [Fact]
    public async Task Call_OverMutualTls_Succeeds()
    {
        using var directory = new TemporaryDirectory();
        var authority = DevConsortium.CreateOrOpen(directory["tls"], [new OrganizationDefinition("TlsMSP", "tls.example")]).Find("TlsMSP");
        using var certificate = IdentityFiles.LoadTlsCertificate(authority.NodeTlsCertificatePath, authority.NodeTlsKeyPath);
        var root = IdentityFiles.LoadCertificates(authority.TlsCaCertificatePath);
        await using var service = new ChaincodeServer(new AssetChaincode(), new ChaincodeServerOptions
        {
            PackageId = TestNetwork.PackageId,
            Transport = new GrpcListenOptions { ServerCertificate = certificate, ClientRootCertificates = root },
        });
        await service.StartAsync(TestClient.Token);
        var endpoint = new ChaincodeEndpoint(service.Address.ToString()) { RootCertificatePem = File.ReadAllText(authority.TlsCaCertificatePath) };
        var withCertificate = endpoint with
        {
            ClientCertificatePem = File.ReadAllText(authority.NodeTlsCertificatePath),
            ClientKeyPem = File.ReadAllText(authority.NodeTlsKeyPath),
        };

        Assert.Equal("(none)", await EvaluateAsync(withCertificate));
        await Assert.ThrowsAsync<GrpcException>(() => EvaluateAsync(endpoint));
        await Assert.ThrowsAsync<GrpcException>(() => EvaluateAsync(endpoint with { RootCertificatePem = null }));

        async Task<string> EvaluateAsync(ChaincodeEndpoint used)
        {
            await using var network = await TestNetwork.StartAsync(
                options => options with { Chaincodes = [options.Chaincodes[0] with { Endpoint = used }] });
            return await network.Client().EvaluateAsync("get", "a");
        }
    }

    [Fact]
    public async Task SimulateTwice_NonDeterministicContract_IsRefusedNamingTheKey()
    {
        await using var network = await TestNetwork.StartAsync(options => options with { SimulateTwice = true });
        var client = network.Client();

        var failure = await Assert.ThrowsAsync<GrpcException>(() => client.EndorseAsync(client.Propose(["random", "lottery"]).Signed));

        Assert.Contains("the write of key 'lottery'", MessageOf(failure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SimulateTwice_DeterministicContract_IsEndorsed()
    {
        await using var network = await TestNetwork.StartAsync(options => options with { SimulateTwice = true });
        var client = network.Client();

        await client.InvokeAsync("put", "a", "1", "made");
        await client.InvokePrivateAsync("secret", "putPrivate", "kept", "p");
        await client.InvokeAsync("sum", "", "", "total");

        Assert.Equal("1", await client.EvaluateAsync("get", "total"));
    }

    [Fact]
    public async Task WithoutSimulateTwice_NonDeterministicContract_IsNotNoticed()
    {
        await using var network = await TestNetwork.StartAsync();

        await network.Client().InvokeAsync("random", "lottery");
    }

    private static string MessageOf(GrpcException failure) =>
        Assert.Single(RpcStatus.Parser.ParseFrom(failure.StatusDetails).Details).Unpack<ErrorDetail>().Message;
}
