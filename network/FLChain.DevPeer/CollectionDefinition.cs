namespace FLChain.DevPeer;

/// <summary>A private data collection: its values go only to its members, everyone else sees their hashes.</summary>
public sealed record CollectionDefinition
{
    /// <summary>The collection's name, unique within the chaincode.</summary>
    public required string Name { get; init; }

    /// <summary>The MSP ids of the organizations that hold the values.</summary>
    public required IReadOnlyList<string> MemberMspIds { get; init; }

    /// <summary>
    /// How many blocks a value outlives the one that wrote it: written in block N, it is readable through N + BlockToLive
    /// and gone with its hash when the next block commits. Zero: for ever.
    /// </summary>
    public ulong BlockToLive { get; init; }

    /// <summary>Whether only clients of member organizations may read values. Default: true.</summary>
    public bool MemberOnlyRead { get; init; } = true;

    /// <summary>Whether only clients of member organizations may write values. Default: true.</summary>
    public bool MemberOnlyWrite { get; init; } = true;
}
