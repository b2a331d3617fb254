using FLChain.Cryptography.Envelopes;

namespace FLChain.Cli.Audit;

/// <summary>What an audit goes by. None of it may come from the ledger that is audited.</summary>
public sealed record AuditOptions
{
    /// <summary>The channel's name.</summary>
    public required string ChannelId { get; init; }

    /// <summary>The name of FLChain's chaincode on the channel.</summary>
    public required string ChaincodeName { get; init; }

    /// <summary>MSP id of the organization that might set the first policy, as every endorser was given it.</summary>
    public required string AuthorityMsp { get; init; }

    /// <summary>The organizations of the channel, at least one that endorses and one that orders.</summary>
    public required IReadOnlyList<TrustAnchor> Trust { get; init; }

    /// <summary>How many of the endorsing organizations must endorse a transaction, 1 or more. Null, the default: more than half of those that were members of the channel by then.</summary>
    public int? RequiredEndorsements { get; init; }

    /// <summary>
    /// Whether certificates must name a member's part in an organizational unit (client, admin, peer, orderer), as Fabric
    /// networks with node OUs have it. Default: true. Without it a client could endorse.
    /// </summary>
    public bool RequireNodeRoles { get; init; } = true;

    /// <summary>
    /// How many blocks a payload outlives the one that wrote it, 0 for ever. Null, the default: not known. If it is known,
    /// a payload that the peer withholds before its time is an error; if not, it counts as expired.
    /// </summary>
    public ulong? PayloadBlocksToLive { get; init; }

    /// <summary>Narrows payloads, proofs, answers and the re-execution of transactions with payloads to one federation. Chain and money are always checked whole. Null: all.</summary>
    public string? Fid { get; init; }

    /// <summary>Opens the sealed unmasking shares of <see cref="Fid"/>, which must then be given. Null: they are compared with their digests only. Stays the caller's.</summary>
    public AuditKey? AuditKey { get; init; }

    /// <summary>
    /// Blocks before this one were examined by an earlier audit of the same chain, which saw payloads that have expired
    /// since: their payloads and proofs are left out, and their transactions are not executed again. Hash chain,
    /// signatures, verdicts, state and money are checked from block 0 all the same. Default 0.
    /// </summary>
    public ulong ExaminedBefore { get; init; }

    /// <summary>Threads, 1 or more. Default: one for each processor.</summary>
    public int MaxDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Most findings that the report holds, 1 or more; all are counted. Default 1000.</summary>
    public int MaxFindings { get; init; } = 1000;

    /// <summary>Payloads that are kept in memory for transactions to come, in bytes. Default 256 MiB.</summary>
    public long PayloadCacheBytes { get; init; } = 256L << 20;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(ChannelId);
        ArgumentException.ThrowIfNullOrEmpty(ChaincodeName);
        ArgumentException.ThrowIfNullOrEmpty(AuthorityMsp);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDegreeOfParallelism, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFindings, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(PayloadCacheBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(RequiredEndorsements ?? 1, 1);
        if (!Trust.Any(anchor => anchor.IsOrderer) || Trust.All(anchor => anchor.IsOrderer) || Trust.Any(anchor => anchor.Roots.Count == 0))
            throw new ArgumentException("Name an organization that endorses and one that orders, each with its root certificates.", nameof(Trust));
        if (Trust.DistinctBy(anchor => anchor.MspId, StringComparer.Ordinal).Count() != Trust.Count)
            throw new ArgumentException("An organization is named twice.", nameof(Trust));
        if (AuditKey is not null && Fid is null)
            throw new ArgumentException("An audit key belongs to one federation: name it.", nameof(Fid));
    }
}
