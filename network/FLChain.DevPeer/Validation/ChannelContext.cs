using FLChain.DevPeer.Membership;

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

    public CollectionDefinition? FindCollection(string chaincode, string collection) =>
        FindChaincode(chaincode)?.Collections.FirstOrDefault(each => each.Name == collection);
}
