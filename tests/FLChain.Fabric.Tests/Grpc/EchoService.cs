using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Tests.Grpc;

/// <summary>Methods to call in the tests; the messages are ones that the project has anyway.</summary>
internal static class EchoService
{
    public static readonly GrpcMethod<Response, Response> Unary = new("test.Echo", "Unary", Response.Parser, Response.Parser);
    public static readonly GrpcMethod<Response, Response> Stream = new("test.Echo", "Stream", Response.Parser, Response.Parser);
    public static readonly GrpcMethod<Response, Response> Duplex = new("test.Echo", "Duplex", Response.Parser, Response.Parser);
}
