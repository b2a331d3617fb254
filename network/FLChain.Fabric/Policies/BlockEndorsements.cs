using FLChain.Fabric.Blocks;

namespace FLChain.Fabric.Policies;

/// <summary>
/// Judges the endorsements of one block's transactions, in their order, against the state before the block. A key whose
/// policy was changed by an earlier, sufficiently endorsed transaction of the block cannot be written in it any more:
/// which policy holds for it is known with the next block only. Not safe for concurrent use.
/// </summary>
/// <param name="metadata">What the state before the block keeps beside keys.</param>
public sealed class BlockEndorsements(IKeyMetadata metadata)
{
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    /// <summary>Whether a transaction is endorsed by everyone it needs.</summary>
    /// <param name="action">What it does.</param>
    /// <param name="endorsers">One entry for each certificate whose endorsement holds.</param>
    /// <param name="satisfiesChaincode">Whether those endorsers satisfy the policy of the named chaincode.</param>
    public bool Judge(EndorsedAction action, IReadOnlyList<PolicySigner> endorsers, Func<string, bool> satisfiesChaincode)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(satisfiesChaincode);
        EndorsementDemand[] demands =
        [
            .. action.Namespaces.Where(space => space.Namespace == action.ChaincodeName || space.WritesSomething).Select(space => EndorsementDemand.Of(space, metadata)),
        ];
        bool holds = demands.All(demand => demand.IsSatisfiedBy(endorsers)
            && (!demand.NeedsChaincodePolicy || satisfiesChaincode(demand.Chaincode))
            && !demand.Keys.Any(_changed.Contains));
        if (demands.All(demand => demand.Chaincode != action.ChaincodeName)) holds &= satisfiesChaincode(action.ChaincodeName);
        if (holds) _changed.UnionWith(demands.SelectMany(demand => demand.ChangedPolicies));
        return holds;
    }
}
