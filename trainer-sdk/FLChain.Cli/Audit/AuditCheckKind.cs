namespace FLChain.Cli.Audit;

/// <summary>What an audit looks at.</summary>
public enum AuditCheckKind
{
    /// <summary>Numbers of the blocks, the chain of their hashes, the hashes over their data, their metadata.</summary>
    Blocks,

    /// <summary>The orderer's signatures over the blocks.</summary>
    Orderer,

    /// <summary>Form, channel and id of each transaction.</summary>
    Transactions,

    /// <summary>Each transaction's signature and its creator's certificate.</summary>
    Creators,

    /// <summary>Endorsements, their certificates and the endorsement policy.</summary>
    Endorsements,

    /// <summary>Definitions of chaincodes on a Fabric channel, and that a majority of its organizations approved them.</summary>
    Definitions,

    /// <summary>The peers' verdicts over the transactions, from read versions and ranges recomputed.</summary>
    Verdicts,

    /// <summary>The hashes over the state that a DevPeer writes into its blocks.</summary>
    CommitHashes,

    /// <summary>Every valid transaction, executed again by the contracts.</summary>
    Reexecution,

    /// <summary>Payloads that are still there: the hash in the block, the digest in the record.</summary>
    Payloads,

    /// <summary>Proofs of the masked gradients.</summary>
    Proofs,

    /// <summary>Documented aggregates, recomputed from the masked gradients.</summary>
    Aggregates,

    /// <summary>Sealed unmasking shares, opened with the audit key and verified.</summary>
    Shares,

    /// <summary>Postings, accounts, conservation.</summary>
    Money,

    /// <summary>The peer's answers to queries against the state that the blocks give.</summary>
    Answers,
}
