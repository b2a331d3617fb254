namespace FLChain.DevPeer;

/// <summary>One chaincode of the channel: what the organizations agreed on, and where this peer finds the running service.</summary>
public sealed record ChaincodeDefinition
{
    /// <summary>The name that clients call, which is also the namespace of the chaincode's keys.</summary>
    public required string Name { get; init; }

    /// <summary>The package id, <c>label:hash</c>, under which the service registers. A service that registers another one is refused.</summary>
    public required string PackageId { get; init; }

    /// <summary>Where the chaincode service listens.</summary>
    public required ChaincodeEndpoint Endpoint { get; init; }

    /// <summary>Which organizations must endorse a transaction. Default: the majority of the channel's organizations.</summary>
    public EndorsementPolicy EndorsementPolicy { get; init; } = EndorsementPolicy.Majority;

    /// <summary>The private data collections. Default: none.</summary>
    public IReadOnlyList<CollectionDefinition> Collections { get; init; } = [];
}
