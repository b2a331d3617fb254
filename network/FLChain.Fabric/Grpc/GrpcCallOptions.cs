namespace FLChain.Fabric.Grpc;

/// <summary>How one call is made.</summary>
public sealed record GrpcCallOptions
{
    /// <summary>
    /// How long the whole call may take, from its start to its last message; null for no limit. It travels to the server
    /// and is kept on this side too: the call then fails with <see cref="GrpcStatusCode.DeadlineExceeded"/>. More than
    /// 24 days count as 24 days; zero or less fails at once.
    /// </summary>
    public TimeSpan? Deadline { get; init; }
}
