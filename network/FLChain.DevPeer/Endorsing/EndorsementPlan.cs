using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Simulation;
using FLChain.DevPeer.Validation;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Policies;

namespace FLChain.DevPeer.Endorsing;

/// <summary>Chooses the organizations that endorse a transaction.</summary>
internal static class EndorsementPlan
{
    /// <summary>The organizations that the client named, which all must be of the channel.</summary>
    /// <exception cref="ProposalRefusedException">One is not.</exception>
    public static IReadOnlyList<string> Named(IReadOnlyList<string> mspIds, ChannelContext channel)
    {
        var unknown = mspIds.Where(mspId => !channel.MspIds.Contains(mspId, StringComparer.Ordinal)).ToList();
        if (unknown.Count > 0)
            throw new ProposalRefusedException(
                GrpcStatusCode.Unavailable, $"failed to find any endorsing peers for org(s): {string.Join(", ", unknown.Take(10))}");
        return mspIds.Distinct(StringComparer.Ordinal).ToArray();
    }

    /// <summary>
    /// No more organizations than the policies of the chaincode and of the written keys want, the client's own first, among
    /// those whose peers hold the private data that the simulation read. Transient data goes to members of the collections
    /// that were touched and to nobody else, unless the client names the organizations himself.
    /// </summary>
    /// <exception cref="ProposalRefusedException">No combination satisfies the policy.</exception>
    public static IReadOnlyList<string> Choose(TransactionProposal proposal, SimulationResult simulated, ChannelContext channel)
    {
        var able = MembersOf(proposal.HasTransientData ? Touched(simulated) : simulated.ReadCollections, proposal, channel);
        if (!Suffice(able, simulated.Demands, channel))
            throw Refused(proposal, simulated, channel);
        // From the last of them: whom the policies can do without.
        for (var i = able.Count - 1; i >= 0; i--)
        {
            var without = able.Where((_, place) => place != i).ToList();
            if (Suffice(without, simulated.Demands, channel))
                able = without;
        }
        return able;
    }

    private static ProposalRefusedException Refused(TransactionProposal proposal, SimulationResult simulated, ChannelContext channel)
    {
        var reachesOutsiders = proposal.HasTransientData && Suffice(MembersOf(simulated.ReadCollections, proposal, channel), simulated.Demands, channel);
        return new ProposalRefusedException(
            GrpcStatusCode.FailedPrecondition,
            reachesOutsiders
                ? "requires endorsement from organisation(s) that are not in the distribution policy of the private data collection(s): "
                    + $"[{string.Join(' ', Touched(simulated).Select(collection => collection.Name))}]; retry specifying trusted endorsing organizations to protect transient data"
                : "no peer combination can satisfy the endorsement policy");
    }

    private static IReadOnlyList<string> MembersOf(IEnumerable<CollectionId> collections, TransactionProposal proposal, ChannelContext channel) =>
    [
        .. channel.MspIds
            .OrderBy(mspId => mspId == proposal.Creator.MspId ? 0 : 1)
            .Where(mspId => collections.All(collection => IsMember(mspId, collection, channel))),
    ];

    private static IEnumerable<CollectionId> Touched(SimulationResult simulated) =>
        from space in simulated.Public.NsRwset from set in space.CollectionHashedRwset select new CollectionId(space.Namespace, set.CollectionName);

    private static bool Suffice(IReadOnlyList<string> mspIds, IReadOnlyList<EndorsementDemand> demands, ChannelContext channel)
    {
        PolicySigner[] peers = [.. mspIds.Select(mspId => new PolicySigner(mspId, PolicyRole.Peer))];
        return demands.All(demand => demand.IsSatisfiedBy(peers)
            && (!demand.NeedsChaincodePolicy || channel.Satisfies(demand.Chaincode, peers)));
    }

    private static bool IsMember(string mspId, CollectionId collection, ChannelContext channel) =>
        channel.FindCollection(collection.Namespace, collection.Name)?.MemberMspIds.Contains(mspId, StringComparer.Ordinal) ?? false;
}
