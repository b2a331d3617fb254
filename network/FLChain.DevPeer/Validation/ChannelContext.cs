using FLChain.DevPeer.Membership;
using FLChain.Fabric.Policies;

namespace FLChain.DevPeer.Validation;

/// <summary>What the channel's organizations agreed on, and by which transactions are judged.</summary>
internal sealed class ChannelContext(string channelId, IReadOnlyList<string> mspIds, MspDirectory members, IReadOnlyList<ChaincodeDefinition> chaincodes)
{
    private readonly Dictionary<string, ChaincodeDefinition> byName = chaincodes.ToDictionary(each => each.Name, StringComparer.Ordinal);

    public string ChannelId => channelId;

    /// <summary>The application organizations, in the order of the consortium; the orderer's is not among them.</summary>
    public IReadOnlyList<string> MspIds => mspIds;

    public MspDirectory Members => members;

    public IReadOnlyList<ChaincodeDefinition> Chaincodes => chaincodes;

    public ChaincodeDefinition? FindChaincode(string name) => byName.GetValueOrDefault(name);

    /// <summary>Whether endorsers satisfy the policy of a chaincode, which counts the organizations whose peers are among them.</summary>
    public bool Satisfies(string chaincode, IReadOnlyList<PolicySigner> endorsers)
    {
        var peers = endorsers.Where(each => each.Role == PolicyRole.Peer).Select(each => each.MspId).ToHashSet(StringComparer.Ordinal);
        return FindChaincode(chaincode)?.EndorsementPolicy.IsSatisfiedBy(peers, mspIds) ?? false;
    }

    public CollectionDefinition? FindCollection(string chaincode, string collection) =>
        FindChaincode(chaincode)?.Collections.FirstOrDefault(each => each.Name == collection);
}
