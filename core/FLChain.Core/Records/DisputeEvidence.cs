namespace FLChain.Core.Records;

/// <summary>What opens an iteration to the contract: the transient payload of OpenDispute, in the canonical encoding.</summary>
/// <param name="Shares">Keys of exactly t sealed unmasking shares of the iteration, in the order of their authors' dpIds.</param>
public sealed record DisputeEvidence(IReadOnlyList<RevealedShareKey> Shares);
