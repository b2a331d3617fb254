using FLChain.DevPeer.Validation;
using FLChain.Fabric.Grpc;

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
    /// As few organizations as the policy wants, the client's own first, among those whose peers hold the private data
    /// that the simulation read.
    /// </summary>
    /// <exception cref="ProposalRefusedException">No combination satisfies the policy.</exception>
    public static IReadOnlyList<string> Choose(TransactionProposal proposal, IReadOnlySet<string> readCollections, ChannelContext channel)
    {
        var own = proposal.Creator.MspId;
        var able = channel.MspIds
            .OrderBy(mspId => mspId == own ? 0 : 1)
            .Where(mspId => readCollections.All(name => IsMember(mspId, name, proposal.Chaincode)))
            .ToArray();
        return proposal.Chaincode.EndorsementPolicy.Choose(able, channel.MspIds.Count)
            ?? throw new ProposalRefusedException(
                GrpcStatusCode.Unavailable, "no peer combination can satisfy the endorsement policy");
    }

    private static bool IsMember(string mspId, string collection, ChaincodeDefinition chaincode) =>
        chaincode.Collections.First(each => each.Name == collection).MemberMspIds.Contains(mspId, StringComparer.Ordinal);
}
