namespace FLChain.Cli.Audit.Payloads;

/// <summary>What a source gave for a payload.</summary>
/// <param name="Bytes">The payload, whose hash is the one in the block; null when there is none such.</param>
/// <param name="State">Whether it was there.</param>
internal sealed record FetchedPayload(byte[]? Bytes, PayloadState State)
{
    /// <summary>Why there is none, for people.</summary>
    public string Reason => State switch
    {
        PayloadState.Absent => "a payload that it needs is not there any more",
        PayloadState.Altered => "a payload that it needs is not the one that the block names",
        PayloadState.OutOfScope => "a payload that it needs belongs to another federation",
        _ => string.Empty,
    };
}
