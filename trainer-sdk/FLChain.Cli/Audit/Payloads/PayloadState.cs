namespace FLChain.Cli.Audit.Payloads;

/// <summary>What became of a payload.</summary>
internal enum PayloadState
{
    /// <summary>It is there, with the hash that its block names.</summary>
    Present,

    /// <summary>The peer has none.</summary>
    Absent,

    /// <summary>What the peer has is something else.</summary>
    Altered,

    /// <summary>It belongs to a federation that is not audited.</summary>
    OutOfScope,
}
