namespace FLChain.Fabric.Grpc;

/// <summary>The sending half of a stream of messages. Safe for concurrent callers: messages go out whole, one after another.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IGrpcStreamWriter<in T>
{
    /// <summary>Sends one message and flushes it. Completes when the transport has taken it, which is where back-pressure acts.</summary>
    /// <exception cref="OperationCanceledException">The call has ended or <paramref name="cancellationToken"/> was cancelled.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken = default);
}
