using System.Security.Cryptography;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Tests.Grpc;

public sealed class GrpcCallTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UnaryAsync_EmptyAndLargeMessages_ComeBackUnchanged()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcUnary(EchoService.Unary, (request, _) => Task.FromResult(request)));
        await using var channel = GrpcChannel.Create(server.Address);
        foreach (var size in new[] { 0, 1, 16_384, 20_000_000 })
        {
            var sent = new Response { Status = 7, Message = "grüße", Payload = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(size)) };
            Assert.Equal(sent, await channel.UnaryAsync(EchoService.Unary, sent, cancellationToken: Token));
        }
        Assert.Equal(new Response(), await channel.UnaryAsync(EchoService.Unary, new Response(), cancellationToken: Token));
    }

    [Fact]
    public async Task UnaryAsync_HandlerThrowsGrpcException_StatusTextAndDetailsArrive()
    {
        byte[] details = [8, 10, 255, 0];
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcUnary(EchoService.Unary, (_, _)
            => throw new GrpcException(GrpcStatusCode.Aborted, "100 % größer\nsecond line", details)));
        await using var channel = GrpcChannel.Create(server.Address);
        var failure = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(EchoService.Unary, new Response(), cancellationToken: Token));
        Assert.Equal(GrpcStatusCode.Aborted, failure.StatusCode);
        Assert.Equal("100 % größer\nsecond line", failure.Detail);
        Assert.Equal(details, failure.StatusDetails);
    }

    [Fact]
    public async Task UnaryAsync_HandlerFailsUnforeseen_UnknownWithoutItsText()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcUnary(EchoService.Unary, (_, _)
            => throw new InvalidOperationException("the secret path")));
        await using var channel = GrpcChannel.Create(server.Address);
        var failure = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(EchoService.Unary, new Response(), cancellationToken: Token));
        Assert.Equal(GrpcStatusCode.Unknown, failure.StatusCode);
        Assert.DoesNotContain("secret", failure.Detail);
    }

    [Theory]
    [InlineData("Missing", "test.Echo")]
    [InlineData("Unary", "test.Missing")]
    public async Task UnaryAsync_MethodNotMapped_Unimplemented(string name, string service)
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcUnary(EchoService.Unary, (request, _) => Task.FromResult(request)));
        await using var channel = GrpcChannel.Create(server.Address);
        var failure = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(
            EchoService.Unary with { Name = name, Service = service }, new Response(), cancellationToken: Token));
        Assert.Equal(GrpcStatusCode.Unimplemented, failure.StatusCode);
    }

    [Fact]
    public async Task UnaryAsync_NobodyListens_Unavailable()
    {
        Uri address;
        await using (var server = await GrpcTestServer.StartAsync(_ => { }))
            address = server.Address;
        await using var channel = GrpcChannel.Create(address);
        var failure = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(EchoService.Unary, new Response(), cancellationToken: Token));
        Assert.Equal(GrpcStatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task UnaryAsync_ServerStopsMidCall_Unavailable()
    {
        var entered = new TaskCompletionSource();
        var server = await GrpcTestServer.StartAsync(app => app.MapGrpcUnary(EchoService.Unary, async (request, context) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, context.HttpContext.RequestAborted);
            return request;
        }));
        await using var channel = GrpcChannel.Create(server.Address);
        var call = channel.UnaryAsync(EchoService.Unary, new Response(), cancellationToken: Token);
        await entered.Task.WaitAsync(Token);
        await server.DisposeAsync();
        var failure = await Assert.ThrowsAsync<GrpcException>(() => call);
        Assert.Contains(failure.StatusCode, new[] { GrpcStatusCode.Unavailable, GrpcStatusCode.Internal, GrpcStatusCode.Cancelled });
    }

    [Fact]
    public async Task UnaryAsync_DeadlinePasses_BothSidesStop()
    {
        var stopped = new TaskCompletionSource<DateTimeOffset?>();
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcUnary(EchoService.Unary, async (request, context) =>
        {
            using var registration = context.CancellationToken.Register(() => stopped.SetResult(context.Deadline));
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return request;
        }));
        await using var channel = GrpcChannel.Create(server.Address);
        var failure = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(
            EchoService.Unary, new Response(), new GrpcCallOptions { Deadline = TimeSpan.FromMilliseconds(300) }, Token));
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.NotNull(await stopped.Task.WaitAsync(TimeSpan.FromSeconds(5), Token));
    }

    [Fact]
    public async Task UnaryAsync_DeadlineAlreadyPassed_FailsWithoutCalling()
    {
        var called = false;
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcUnary(EchoService.Unary, (request, _) =>
        {
            called = true;
            return Task.FromResult(request);
        }));
        await using var channel = GrpcChannel.Create(server.Address);
        var failure = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(
            EchoService.Unary, new Response(), new GrpcCallOptions { Deadline = TimeSpan.Zero }, Token));
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.False(called);
    }

    [Fact]
    public async Task UnaryAsync_CallerCancels_ServerIsToldAndCallerGetsItsToken()
    {
        var entered = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcUnary(EchoService.Unary, async (request, context) =>
        {
            using var registration = context.CancellationToken.Register(cancelled.SetResult);
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return request;
        }));
        await using var channel = GrpcChannel.Create(server.Address);
        using var source = new CancellationTokenSource();
        var call = channel.UnaryAsync(EchoService.Unary, new Response(), cancellationToken: source.Token);
        await entered.Task.WaitAsync(Token);
        await source.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(source.Token, thrown.CancellationToken);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(5), Token);
    }

    [Fact]
    public async Task UnaryAsync_ResponseOverTheClientsLimit_ResourceExhausted()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcUnary(EchoService.Unary, (request, _) => Task.FromResult(request)));
        await using var channel = GrpcChannel.Create(server.Address, new GrpcChannelOptions { MaxReceiveMessageBytes = 1000 });
        var failure = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(
            EchoService.Unary, new Response { Payload = ByteString.CopyFrom(new byte[2000]) }, cancellationToken: Token));
        Assert.Equal(GrpcStatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task UnaryAsync_RequestOverTheServersLimit_ResourceExhausted()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcUnary(
            EchoService.Unary, (request, _) => Task.FromResult(request), new GrpcServerOptions { MaxReceiveMessageBytes = 1000 }));
        await using var channel = GrpcChannel.Create(server.Address);
        var failure = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(
            EchoService.Unary, new Response { Payload = ByteString.CopyFrom(new byte[3_000_000]) }, cancellationToken: Token));
        Assert.Equal(GrpcStatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("https://127.0.0.1:7051/path")]
    [InlineData("https://user@127.0.0.1:7051")]
    public void Create_AddressIsNotSchemeHostPort_Throws(string address)
        => Assert.Throws<ArgumentException>(() => GrpcChannel.Create(new Uri(address)));
}
