using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Protos;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Simulation;

/// <summary>What a simulation read and wrote.</summary>
/// <param name="Public">Goes into the transaction: private keys and values appear as hashes only.</param>
/// <param name="Private">Stays with the peer; null when nothing private was written.</param>
/// <param name="ReadCollections">The collections whose private values were read.</param>
/// <param name="Demands">Whose endorsement the writes need, for each namespace.</param>
internal sealed record SimulationResult(TxReadWriteSet Public, TxPvtReadWriteSet? Private, IReadOnlySet<CollectionId> ReadCollections, IReadOnlyList<EndorsementDemand> Demands);
