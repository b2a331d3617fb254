using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FLChain.Fabric.Tests.Grpc;

/// <summary>Answers that no honest server gives. Each must end the call with a status: no crash, no hang, no OK.</summary>
public sealed class HostileServerTests
{
    private static readonly byte[] Message = [0, 0, 0, 0, 2, 8, 5];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200, "application/grpc", null, GrpcStatusCode.Unknown)]
    [InlineData(200, "text/html", "0", GrpcStatusCode.Unknown)]
    [InlineData(200, "application/grpc-web", "0", GrpcStatusCode.Unknown)]
    [InlineData(200, null, null, GrpcStatusCode.Unknown)]
    [InlineData(200, "application/grpc", "0", GrpcStatusCode.Internal)]
    [InlineData(200, "application/grpc", "5", GrpcStatusCode.NotFound)]
    [InlineData(200, "application/grpc", "17", GrpcStatusCode.Unknown)]
    [InlineData(200, "application/grpc", "-1", GrpcStatusCode.Unknown)]
    [InlineData(200, "application/grpc", "five", GrpcStatusCode.Unknown)]
    [InlineData(400, "text/plain", null, GrpcStatusCode.Internal)]
    [InlineData(401, "text/plain", null, GrpcStatusCode.Unauthenticated)]
    [InlineData(403, "text/plain", null, GrpcStatusCode.PermissionDenied)]
    [InlineData(404, "text/plain", null, GrpcStatusCode.Unimplemented)]
    [InlineData(302, "text/plain", null, GrpcStatusCode.Unknown)]
    [InlineData(503, "text/plain", null, GrpcStatusCode.Unavailable)]
    [InlineData(503, "application/grpc", "7", GrpcStatusCode.PermissionDenied)]
    public async Task UnaryAsync_HeadersOnly_StatusOfThem(int httpStatus, string? contentType, string? grpcStatus, GrpcStatusCode expected)
        => Assert.Equal(expected, (await CallAsync(context =>
        {
            context.Response.StatusCode = httpStatus;
            context.Response.ContentType = contentType;
            if (grpcStatus is not null)
                context.Response.Headers["grpc-status"] = grpcStatus;
            return Task.CompletedTask;
        })).StatusCode);

    public static TheoryData<string, byte[], GrpcStatusCode> BadBodies => new()
    {
        { "half a header", [0, 0], GrpcStatusCode.Internal },
        { "half a message", [0, 0, 0, 0, 9, 8], GrpcStatusCode.Internal },
        { "compressed", [1, 0, 0, 0, 0], GrpcStatusCode.Unimplemented },
        { "unknown flag", [128, 0, 0, 0, 0], GrpcStatusCode.Internal },
        { "4 GiB declared", [0, 255, 255, 255, 255], GrpcStatusCode.ResourceExhausted },
        { "not this message", [0, 0, 0, 0, 2, 0x0a, 200], GrpcStatusCode.Internal },
        { "no message", [], GrpcStatusCode.Internal },
        { "two messages", [.. Message, .. Message], GrpcStatusCode.Internal },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task UnaryAsync_BadBodyWithOk_Failure(string what, byte[] body, GrpcStatusCode expected)
    {
        var failure = await CallAsync(context => AnswerAsync(context, body, "0"));
        Assert.True(expected == failure.StatusCode, what + ": " + failure.Message);
    }

    [Fact]
    public async Task UnaryAsync_MessageThenStatus_StatusCounts()
    {
        var failure = await CallAsync(context => AnswerAsync(context, Message, "8"));
        Assert.Equal(GrpcStatusCode.ResourceExhausted, failure.StatusCode);
        failure = await CallAsync(context => AnswerAsync(context, Message, null));
        Assert.Equal(GrpcStatusCode.Unknown, failure.StatusCode);
    }

    [Fact]
    public async Task UnaryAsync_UnreadableTextAndDetails_StatusAllTheSame()
    {
        var failure = await CallAsync(context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "9";
            context.Response.Headers["grpc-message"] = "100%, %zz %C3%28 %4";
            context.Response.Headers["grpc-status-details-bin"] = "!!! not base64 !!!";
            return Task.CompletedTask;
        });
        Assert.Equal(GrpcStatusCode.FailedPrecondition, failure.StatusCode);
        Assert.StartsWith("100%, %zz ", failure.Detail, StringComparison.Ordinal);
        Assert.EndsWith(" %4", failure.Detail, StringComparison.Ordinal);
        Assert.Empty(failure.StatusDetails);
    }

    [Fact]
    public async Task UnaryAsync_StreamReset_FailureThatMayHaveArrived()
    {
        var failure = await CallAsync(async context =>
        {
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        Assert.NotEqual(GrpcStatusCode.Ok, failure.StatusCode);
        Assert.False(failure.RequestNotSent);
    }

    [Fact]
    public async Task UnaryAsync_ServerNeverEnds_DeadlineEndsIt()
    {
        var failure = await CallAsync(
            async context =>
            {
                context.Response.ContentType = "application/grpc";
                await context.Response.Body.WriteAsync(Message);
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            new GrpcCallOptions { Deadline = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, failure.StatusCode);
    }

    private static async Task AnswerAsync(HttpContext context, byte[] body, string? status)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.StartAsync();
        await context.Response.Body.WriteAsync(body);
        if (status is not null)
            context.Response.AppendTrailer("grpc-status", status);
    }

    private static async Task<GrpcException> CallAsync(RequestDelegate answer, GrpcCallOptions? options = null)
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.Map(EchoService.Unary.Path, answer));
        await using var channel = GrpcChannel.Create(server.Address);
        return await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(EchoService.Unary, new Response(), options, Token));
    }
}
