namespace FLChain.Gateway.Submissions;

/// <summary>What is known of an idempotency key when a request brings it.</summary>
internal abstract record RequestBegin
{
    /// <summary>New, or its first try ended without an effect.</summary>
    internal sealed record Fresh : RequestBegin;

    /// <summary>A transaction was signed for it; whether it took effect is not known.</summary>
    internal sealed record Unfinished(PreparedRequest Prepared) : RequestBegin;

    /// <summary>Answered before.</summary>
    internal sealed record Answered(int Status, string ContentType, byte[] Body) : RequestBegin;

    /// <summary>Used for another request.</summary>
    internal sealed record Reused : RequestBegin;
}
