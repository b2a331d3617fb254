using Microsoft.Extensions.Logging;

namespace FLChain.Fabric.Grpc;

internal static partial class GrpcLog
{
    [LoggerMessage(1001, LogLevel.Error, "The handler of {Path} failed; the caller gets UNKNOWN.")]
    public static partial void HandlerFailed(ILogger logger, string path, Exception exception);
}
