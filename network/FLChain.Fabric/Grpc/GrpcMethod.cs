using Google.Protobuf;

namespace FLChain.Fabric.Grpc;

/// <summary>One method of a gRPC service: its name on the wire and how its messages are read.</summary>
/// <param name="Service">The service's full name, for example <c>gateway.Gateway</c>.</param>
/// <param name="Name">The method's name, for example <c>Endorse</c>.</param>
/// <param name="RequestParser">Reads requests.</param>
/// <param name="ResponseParser">Reads responses.</param>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public sealed record GrpcMethod<TRequest, TResponse>(
    string Service, string Name, MessageParser<TRequest> RequestParser, MessageParser<TResponse> ResponseParser)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <summary>The request path, <c>/Service/Name</c>.</summary>
    public string Path => $"/{Service}/{Name}";
}
