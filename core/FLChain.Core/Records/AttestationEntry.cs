namespace FLChain.Core.Records;

/// <summary>A member's word on the finished artifact.</summary>
public sealed record AttestationEntry(string Author, Artifact Artifact, long At);
