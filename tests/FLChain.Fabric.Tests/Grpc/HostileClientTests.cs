using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Tests.Grpc;

/// <summary>Requests that no honest client makes, sent past our own client. After each the server must still answer an honest one.</summary>
public sealed class HostileClientTests : IAsyncLifetime
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());
    private GrpcTestServer _server = null!;
    private int _handled;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await GrpcTestServer.StartAsync(app =>
    {
        app.MapGrpcUnary(EchoService.Unary, (request, _) =>
        {
            Interlocked.Increment(ref _handled);
            return Task.FromResult(request);
        }, new GrpcServerOptions { MaxReceiveMessageBytes = 1_000_000 });
        app.MapGrpcDuplex(EchoService.Duplex, async (requests, writer, _) =>
        {
            await foreach (var request in requests)
                await writer.WriteAsync(request);
        });
    });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    public static TheoryData<string, byte[], GrpcStatusCode> BadBodies => new()
    {
        { "nothing", [], GrpcStatusCode.Internal },
        { "half a header", [0, 0, 0], GrpcStatusCode.Internal },
        { "half a message", [0, 0, 0, 0, 9, 1, 2], GrpcStatusCode.Internal },
        { "compressed", [1, 0, 0, 0, 0], GrpcStatusCode.Unimplemented },
        { "unknown flag", [2, 0, 0, 0, 0], GrpcStatusCode.Internal },
        { "one byte over the limit", [0, 0, 0x0f, 0x42, 0x41], GrpcStatusCode.ResourceExhausted },
        { "4 GiB declared", [0, 255, 255, 255, 255], GrpcStatusCode.ResourceExhausted },
        { "not this message", [0, 0, 0, 0, 2, 0x0a, 200], GrpcStatusCode.Internal },
        { "two messages", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], GrpcStatusCode.Internal },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task Unary_BadBody_StatusInATrailersOnlyAnswer(string what, byte[] body, GrpcStatusCode expected)
    {
        using var response = await SendAsync(EchoService.Unary.Path, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(((int)expected).ToString(), response.Headers.GetValues("grpc-status").Single());
        Assert.NotEmpty(response.Headers.GetValues("grpc-message").Single());
        Assert.True(await response.Content.ReadAsByteArrayAsync(Token) is [], what);
        Assert.Equal(0, _handled);
        await AssertStillAnswersAsync();
    }

    [Fact]
    public async Task Unary_BodyInSingleBytes_Understood()
    {
        byte[] frame = [0, 0, 0, 0, 4, 0x12, 2, (byte)'h', (byte)'i'];
        using var response = await SendAsync(EchoService.Unary.Path, new DrippingContent(frame));
        Assert.Equal(frame, await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("text/plain")]
    public async Task Unary_WrongContentType_UnsupportedMediaType(string contentType)
    {
        using var response = await SendAsync(EchoService.Unary.Path, [0, 0, 0, 0, 0], contentType);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal(0, _handled);
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc;charset=utf-8")]
    public async Task Unary_OtherFormsOfTheContentType_Understood(string contentType)
    {
        using var response = await SendAsync(EchoService.Unary.Path, [0, 0, 0, 0, 0], contentType);
        await response.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task Unary_Get_MethodNotAllowed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Address, EchoService.Unary.Path)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await _http.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task UnknownMethod_TrailersOnlyUnimplemented_OtherRequestsNotFound()
    {
        using var grpc = await SendAsync("/test.Echo/Missing", [0, 0, 0, 0, 0]);
        Assert.Equal("12", grpc.Headers.GetValues("grpc-status").Single());
        Assert.Empty(await grpc.Content.ReadAsByteArrayAsync(Token));
        using var other = await SendAsync("/test.Echo/Missing", [], "application/json");
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1S")]
    [InlineData("1")]
    [InlineData("S")]
    [InlineData("123456789S")]
    [InlineData("1s")]
    public async Task Unary_UnreadableTimeout_InvalidArgument(string timeout)
    {
        using var response = await SendAsync(EchoService.Unary.Path, [0, 0, 0, 0, 0], timeout: timeout);
        Assert.Equal("3", response.Headers.GetValues("grpc-status").Single());
        Assert.Equal(0, _handled);
    }

    [Fact]
    public async Task Duplex_GoodThenTruncated_EchoThenStatus()
    {
        using var response = await SendAsync(EchoService.Duplex.Path, [0, 0, 0, 0, 2, 8, 5, 0, 0, 0, 0, 9, 1]);
        Assert.Equal([0, 0, 0, 0, 2, 8, 5], await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("13", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task Unary_RandomBodies_AlwaysAStatusAndTheServerLives()
    {
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            var body = new byte[random.Next(0, 60)];
            random.NextBytes(body);
            if (body.Length >= 5 && i % 2 == 0)
                new byte[] { 0, 0, 0, 0, (byte)(body.Length - 5) }.CopyTo(body, 0);
            using var response = await SendAsync(EchoService.Unary.Path, body);
            await response.Content.ReadAsByteArrayAsync(Token);
            var status = response.Headers.TryGetValues("grpc-status", out var early) ? early : response.TrailingHeaders.GetValues("grpc-status");
            Assert.InRange(int.Parse(status.Single()), 0, 16);
        }
        await AssertStillAnswersAsync();
    }

    [Fact]
    public async Task RawSocket_JunkInsteadOfHttp2_ConnectionClosedAndTheServerLives()
    {
        byte[][] junk =
        [
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(),
            [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 255, 255, 255, 255, 255, 255, 255, 255, 255],
            new byte[4096],
        ];
        foreach (var bytes in junk)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(_server.Address.Host, _server.Address.Port, Token);
            var stream = socket.GetStream();
            await stream.WriteAsync(bytes, Token);
            socket.Client.Shutdown(SocketShutdown.Send);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
            limit.CancelAfter(TimeSpan.FromSeconds(10));
            var buffer = new byte[4096];
            try
            {
                while (await stream.ReadAsync(buffer, limit.Token) > 0)
                {
                }
            }
            catch (IOException)
            {
                // reset instead of closed
            }
        }
        await AssertStillAnswersAsync();
    }

    [Fact]
    public async Task Unary_ManyLargeDeclarations_AllocateNothing()
    {
        await AssertStillAnswersAsync();
        var before = GC.GetTotalAllocatedBytes();
        for (var i = 0; i < 100; i++)
            (await SendAsync(EchoService.Unary.Path, [0, 0, 0x0f, 0x42, 0x40, 1, 2, 3])).Dispose();
        // 100 declarations of 1 MB each, within the limit, with three bytes behind them.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 50_000_000);
    }

    private async Task AssertStillAnswersAsync()
    {
        await using var channel = GrpcChannel.Create(_server.Address);
        var sent = new Response { Message = "still there" };
        Assert.Equal(sent, await channel.UnaryAsync(EchoService.Unary, sent, cancellationToken: Token));
    }

    private Task<HttpResponseMessage> SendAsync(string path, byte[] body, string contentType = "application/grpc", string? timeout = null)
        => SendAsync(path, new ByteArrayContent(body), contentType, timeout);

    private async Task<HttpResponseMessage> SendAsync(string path, HttpContent content, string contentType = "application/grpc", string? timeout = null)
    {
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Address, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        if (timeout is not null)
            request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        return await _http.SendAsync(request, Token);
    }

    /// <summary>Each byte in its own DATA frame.</summary>
    private sealed class DrippingContent(byte[] bytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var value in bytes)
            {
                await stream.WriteAsync(new[] { value });
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
