using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Tests.Grpc;

public sealed class GrpcStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServerStreamingAsync_ManyMessagesThenFailure_AllArriveThenStatus()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcServerStreaming(EchoService.Stream, async (request, writer, _) =>
        {
            for (var i = 0; i < request.Status; i++)
                await writer.WriteAsync(new Response { Status = i, Payload = ByteString.CopyFrom(new byte[i * 100]) });
            throw new GrpcException(GrpcStatusCode.NotFound, "no more");
        }));
        await using var channel = GrpcChannel.Create(server.Address);
        var received = new List<int>();
        var failure = await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            await foreach (var response in channel.ServerStreamingAsync(EchoService.Stream, new Response { Status = 500 }, cancellationToken: Token))
                received.Add(response.Status);
        });
        Assert.Equal(Enumerable.Range(0, 500), received);
        Assert.Equal(GrpcStatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task ServerStreamingAsync_NoMessages_EndsCleanly()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcServerStreaming(EchoService.Stream, (_, _, _) => Task.CompletedTask));
        await using var channel = GrpcChannel.Create(server.Address);
        await foreach (var _ in channel.ServerStreamingAsync(EchoService.Stream, new Response(), cancellationToken: Token))
            Assert.Fail("A message came out of nothing.");
    }

    [Fact]
    public async Task ServerStreamingAsync_EnumerationLeft_ServerIsCancelled()
    {
        var cancelled = new TaskCompletionSource();
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcServerStreaming(EchoService.Stream, async (request, writer, context) =>
        {
            using var registration = context.CancellationToken.Register(() => cancelled.TrySetResult());
            while (true)
            {
                await writer.WriteAsync(request);
                await Task.Delay(10, context.CancellationToken);
            }
        }));
        await using var channel = GrpcChannel.Create(server.Address);
        await foreach (var _ in channel.ServerStreamingAsync(EchoService.Stream, new Response(), cancellationToken: Token))
            break;
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(5), Token);
    }

    [Fact]
    public async Task Duplex_PingPong_EachAnswerBeforeTheNextQuestion()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcDuplex(EchoService.Duplex, async (requests, writer, _) =>
        {
            await foreach (var request in requests)
                await writer.WriteAsync(new Response { Status = request.Status + 1 });
        }));
        await using var channel = GrpcChannel.Create(server.Address);
        await using var call = channel.Duplex(EchoService.Duplex, cancellationToken: Token);
        await using var answers = call.ReadAllAsync(Token).GetAsyncEnumerator(Token);
        for (var i = 0; i < 50; i++)
        {
            await call.WriteAsync(new Response { Status = i }, Token);
            Assert.True(await answers.MoveNextAsync());
            Assert.Equal(i + 1, answers.Current.Status);
        }
        await call.CompleteAsync();
        Assert.False(await answers.MoveNextAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.WriteAsync(new Response(), Token));
    }

    [Fact]
    public async Task Duplex_ServerSpeaksFirst_ClientHearsBeforeItWrites()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcDuplex(EchoService.Duplex, async (requests, writer, context) =>
        {
            await writer.WriteAsync(new Response { Message = "welcome" });
            await foreach (var _ in requests)
            {
            }
        }));
        await using var channel = GrpcChannel.Create(server.Address);
        await using var call = channel.Duplex(EchoService.Duplex, cancellationToken: Token);
        await using var answers = call.ReadAllAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await answers.MoveNextAsync());
        Assert.Equal("welcome", answers.Current.Message);
    }

    [Fact]
    public async Task WriteAsync_ManyWritersOnBothSides_EveryMessageWhole()
    {
        const int writers = 8, each = 50;
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcDuplex(EchoService.Duplex, async (requests, writer, _) =>
        {
            var echoes = new List<Task>();
            await foreach (var request in requests)
                echoes.Add(Task.Run(() => writer.WriteAsync(request)));
            await Task.WhenAll(echoes);
        }));
        await using var channel = GrpcChannel.Create(server.Address);
        await using var call = channel.Duplex(EchoService.Duplex, cancellationToken: Token);
        var sending = Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
                await call.WriteAsync(Message(w * each + i), Token);
        }, Token)));
        var ending = sending.ContinueWith(_ => call.CompleteAsync(), TaskScheduler.Default).Unwrap();
        var received = new List<Response>();
        await foreach (var response in call.ReadAllAsync(Token))
            received.Add(response);
        await ending;
        Assert.Equal(Enumerable.Range(0, writers * each).Select(Message), received.OrderBy(response => response.Status));

        static Response Message(int number) => new()
        {
            Status = number,
            Payload = ByteString.CopyFrom(Enumerable.Repeat((byte)(number % 256), number * 97 % 20_000).ToArray()),
        };
    }

    [Fact]
    public async Task Duplex_HandlerRefuses_ReaderGetsStatusAndWriterStops()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcDuplex(EchoService.Duplex, (_, _, _)
            => throw new GrpcException(GrpcStatusCode.PermissionDenied, "not you")));
        await using var channel = GrpcChannel.Create(server.Address);
        await using var call = channel.Duplex(EchoService.Duplex, cancellationToken: Token);
        var failure = await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            await foreach (var _ in call.ReadAllAsync(Token))
            {
            }
        });
        Assert.Equal(GrpcStatusCode.PermissionDenied, failure.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (true)
                await call.WriteAsync(new Response { Payload = ByteString.CopyFrom(new byte[100_000]) }, Token);
        });
    }

    [Fact]
    public async Task Duplex_NobodyListens_WriterAndReaderGetUnavailable()
    {
        Uri address;
        await using (var server = await GrpcTestServer.StartAsync(_ => { }))
            address = server.Address;
        await using var channel = GrpcChannel.Create(address);
        await using var call = channel.Duplex(EchoService.Duplex, cancellationToken: Token);
        var writing = await Assert.ThrowsAsync<GrpcException>(() => call.WriteAsync(new Response(), Token));
        Assert.Equal(GrpcStatusCode.Unavailable, writing.StatusCode);
        var reading = await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            await foreach (var _ in call.ReadAllAsync(Token))
            {
            }
        });
        Assert.Equal(GrpcStatusCode.Unavailable, reading.StatusCode);
    }

    [Fact]
    public async Task DisposeAsync_CallUnderWay_ServerIsCancelled()
    {
        var entered = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcDuplex(EchoService.Duplex, async (_, _, context) =>
        {
            using var registration = context.CancellationToken.Register(() => cancelled.TrySetResult());
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }));
        await using var channel = GrpcChannel.Create(server.Address);
        await using (channel.Duplex(EchoService.Duplex, cancellationToken: Token))
            await entered.Task.WaitAsync(Token);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(5), Token);
    }
}
