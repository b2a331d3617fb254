using System.Runtime.CompilerServices;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FLChain.Fabric.Grpc;

/// <summary>
/// gRPC methods as Kestrel endpoints. A handler answers a status other than OK by throwing <see cref="GrpcException"/>;
/// any other exception is logged and answered as UNKNOWN without its text. The first method mapped on a builder also maps
/// an answer of UNIMPLEMENTED for every method that is not there.
/// </summary>
public static class GrpcEndpoints
{
    private static readonly ConditionalWeakTable<IEndpointRouteBuilder, object> WithFallback = [];

    /// <summary>Maps a method with one request and one response.</summary>
    public static IEndpointConventionBuilder MapGrpcUnary<TRequest, TResponse>(
        this IEndpointRouteBuilder endpoints,
        GrpcMethod<TRequest, TResponse> method,
        Func<TRequest, GrpcServerContext, Task<TResponse>> handler,
        GrpcServerOptions? options = null)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => endpoints.MapMethod(method, handler, options, async (context, reader) =>
        {
            var request = await ReadOnlyRequestAsync(method, context, reader).ConfigureAwait(false);
            var response = await handler(request, context).ConfigureAwait(false);
            context.CancellationToken.ThrowIfCancellationRequested();
            GrpcFrame.Write(context.HttpContext.Response.BodyWriter, response);
            await context.HttpContext.Response.BodyWriter.FlushAsync(context.CancellationToken).ConfigureAwait(false);
        });

    /// <summary>Maps a method with one request and a stream of responses, which ends when the handler returns.</summary>
    public static IEndpointConventionBuilder MapGrpcServerStreaming<TRequest, TResponse>(
        this IEndpointRouteBuilder endpoints,
        GrpcMethod<TRequest, TResponse> method,
        Func<TRequest, IGrpcStreamWriter<TResponse>, GrpcServerContext, Task> handler,
        GrpcServerOptions? options = null)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => endpoints.MapMethod(method, handler, options, async (context, reader) =>
        {
            var request = await ReadOnlyRequestAsync(method, context, reader).ConfigureAwait(false);
            await StreamAsync<TResponse>(context, writer => handler(request, writer, context)).ConfigureAwait(false);
        });

    /// <summary>Maps a method with a stream of requests and a stream of responses. The response's headers go out before the first request is read.</summary>
    public static IEndpointConventionBuilder MapGrpcDuplex<TRequest, TResponse>(
        this IEndpointRouteBuilder endpoints,
        GrpcMethod<TRequest, TResponse> method,
        Func<IAsyncEnumerable<TRequest>, IGrpcStreamWriter<TResponse>, GrpcServerContext, Task> handler,
        GrpcServerOptions? options = null)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => endpoints.MapMethod(method, handler, options, async (context, reader) =>
        {
            var response = context.HttpContext.Response;
            // A client may wait for the headers before it sends its first message.
            await response.StartAsync(context.CancellationToken).ConfigureAwait(false);
            await response.BodyWriter.FlushAsync(context.CancellationToken).ConfigureAwait(false);
            var requests = ReadRequestsAsync(method, context, reader, context.CancellationToken);
            await StreamAsync<TResponse>(context, writer => handler(requests, writer, context)).ConfigureAwait(false);
        });

    private static IEndpointConventionBuilder MapMethod<TRequest, TResponse>(
        this IEndpointRouteBuilder endpoints,
        GrpcMethod<TRequest, TResponse> method,
        Delegate handler,
        GrpcServerOptions? options,
        Func<GrpcServerContext, GrpcFrameReader, Task> handle)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(handler);
        options ??= new GrpcServerOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxReceiveMessageBytes, nameof(options));
        if (WithFallback.TryAdd(endpoints, endpoints))
        {
            endpoints.Map("{grpcService}/{grpcMethod}", (RequestDelegate)GrpcServerCall.AnswerUnknownMethodAsync)
                .WithDisplayName("gRPC unknown method")
                .Add(builder => ((RouteEndpointBuilder)builder).Order = int.MaxValue - 1);
        }
        return endpoints.Map(method.Path, (RequestDelegate)(http => GrpcServerCall.RunAsync(http, options, handle)))
            .WithDisplayName("gRPC " + method.Path);
    }

    private static async Task<TRequest> ReadOnlyRequestAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, GrpcServerContext context, GrpcFrameReader reader)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var request = await reader.ReadAsync(method.RequestParser, context.CancellationToken).ConfigureAwait(false)
            ?? throw new GrpcException(GrpcStatusCode.Internal, "The request has no message.");
        if (await reader.ReadAsync(method.RequestParser, context.CancellationToken).ConfigureAwait(false) is not null)
            throw new GrpcException(GrpcStatusCode.Internal, "The request has more than one message.");
        return request;
    }

    private static async IAsyncEnumerable<TRequest> ReadRequestsAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        GrpcServerContext context,
        GrpcFrameReader reader,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, cancellationToken);
        while (await reader.ReadAsync(method.RequestParser, either.Token).ConfigureAwait(false) is { } request)
            yield return request;
    }

    private static async Task StreamAsync<TResponse>(GrpcServerContext context, Func<IGrpcStreamWriter<TResponse>, Task> handle)
        where TResponse : class, IMessage<TResponse>
    {
        var writer = new GrpcServerStreamWriter<TResponse>(context.HttpContext.Response, context.CancellationToken);
        try
        {
            await handle(writer).ConfigureAwait(false);
        }
        finally
        {
            await writer.CloseAsync().ConfigureAwait(false);
        }
    }
}
