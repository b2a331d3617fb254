using System.Net;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FLChain.Fabric.Tests.Grpc;

public sealed class GrpcTlsTests : IDisposable
{
    private readonly TestCertificates _authority = new();
    private readonly TestCertificates _other = new("Other CA");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tls_TrustedRoot_CallsWithoutClientCertificate()
    {
        await using var server = await StartAsync(new GrpcListenOptions { ServerCertificate = _authority.IssueTls() });
        Assert.Equal("https", server.Address.Scheme);
        Assert.Equal("", (await CallAsync(server, new GrpcChannelOptions { RootCertificates = [_authority.Root] })).Message);
    }

    [Fact]
    public async Task Tls_AnotherRootOrTheMachinesStore_NeverSent()
    {
        await using var server = await StartAsync(new GrpcListenOptions { ServerCertificate = _authority.IssueTls() });
        await AssertRefusedAsync(server, new GrpcChannelOptions { RootCertificates = [_other.Root] });
        await AssertRefusedAsync(server, new GrpcChannelOptions());
    }

    [Fact]
    public async Task Tls_CertificateOfAnotherName_OnlyWithTheOverride()
    {
        await using var server = await StartAsync(new GrpcListenOptions { ServerCertificate = _authority.IssueTls("peer0.org1.example.com") });
        var options = new GrpcChannelOptions { RootCertificates = [_authority.Root] };
        await AssertRefusedAsync(server, options);
        await CallAsync(server, options with { OverrideAuthority = "peer0.org1.example.com" });
        await AssertRefusedAsync(server, options with { OverrideAuthority = "peer1.org1.example.com" });
    }

    [Fact]
    public async Task MutualTls_CertificateUnderTheRoots_HandlerSeesIt()
    {
        await using var server = await StartMutualAsync();
        var certificate = _authority.IssueTls("trainer1", client: true);
        var answer = await CallAsync(server, new GrpcChannelOptions { RootCertificates = [_authority.Root], ClientCertificate = certificate });
        Assert.Equal(certificate.Thumbprint, answer.Message);
    }

    [Fact]
    public async Task MutualTls_NoneOrForeignOrServerCertificate_Refused()
    {
        await using var server = await StartMutualAsync();
        var options = new GrpcChannelOptions { RootCertificates = [_authority.Root] };
        foreach (var certificate in new[] { null, _other.IssueTls("trainer1", client: true), _authority.IssueTls("trainer1") })
        {
            var failure = await Assert.ThrowsAsync<GrpcException>(() => CallAsync(server, options with { ClientCertificate = certificate }));
            Assert.Equal(GrpcStatusCode.Unavailable, failure.StatusCode);
        }
    }

    [Fact]
    public void ListenGrpc_ImpossibleOptions_Throws()
    {
        var kestrel = new KestrelServerOptions();
        var endPoint = new IPEndPoint(IPAddress.Loopback, 0);
        Assert.Throws<ArgumentException>(() => kestrel.ListenGrpc(endPoint, new GrpcListenOptions { ClientRootCertificates = [_authority.Root] }));
        using var bare = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(_authority.IssueTls().RawData);
        Assert.Throws<ArgumentException>(() => kestrel.ListenGrpc(endPoint, new GrpcListenOptions { ServerCertificate = bare }));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    private Task<GrpcTestServer> StartMutualAsync() => StartAsync(
        new GrpcListenOptions { ServerCertificate = _authority.IssueTls(), ClientRootCertificates = [_authority.Root] });

    private static Task<GrpcTestServer> StartAsync(GrpcListenOptions options) => GrpcTestServer.StartAsync(
        app => app.MapGrpcUnary(EchoService.Unary, (_, context)
            => Task.FromResult(new Response { Message = context.ClientCertificate?.Thumbprint ?? "" })),
        options);

    private static async Task<Response> CallAsync(GrpcTestServer server, GrpcChannelOptions options)
    {
        await using var channel = GrpcChannel.Create(server.Address, options);
        return await channel.UnaryAsync(EchoService.Unary, new Response(), cancellationToken: Token);
    }

    private static async Task AssertRefusedAsync(GrpcTestServer server, GrpcChannelOptions options)
    {
        var failure = await Assert.ThrowsAsync<GrpcException>(() => CallAsync(server, options));
        Assert.Equal(GrpcStatusCode.Unavailable, failure.StatusCode);
        Assert.True(failure.RequestNotSent);
    }
}
