using FLChain.DevPeer.Endorsing;

namespace FLChain.DevPeer;

/// <summary>Finds options that make no sense before anything is started with them.</summary>
internal static class DevPeerOptionsCheck
{
    // The transaction travels in a gRPC message of at most 100 MiB.
    private const int LargestAbsoluteMaxBytes = 90 << 20;

    // Far beyond any chain, and sums with block numbers stay far from overflowing.
    private const ulong LongestBlockToLive = long.MaxValue / 2;

    private static readonly TimeSpan LongestBatchTimeout = TimeSpan.FromMinutes(1);

    public static void Validate(DevPeerOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(options.DataDirectory);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.ChannelId);
        ArgumentNullException.ThrowIfNull(options.Consortium);
        ArgumentNullException.ThrowIfNull(options.LoggerFactory);
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        Require(options.BatchTimeout > TimeSpan.Zero && options.BatchTimeout <= LongestBatchTimeout, nameof(options.BatchTimeout));
        Require(options.ChaincodeTimeout > TimeSpan.Zero, nameof(options.ChaincodeTimeout));
        Require(options.MaxMessageCount > 0, nameof(options.MaxMessageCount));
        Require(options.PreferredMaxBytes > 0, nameof(options.PreferredMaxBytes));
        Require(options.AbsoluteMaxBytes is > 0 and <= LargestAbsoluteMaxBytes, nameof(options.AbsoluteMaxBytes));
        Require(options.Port is >= 0 and <= ushort.MaxValue, nameof(options.Port));
        var mspIds = options.Consortium.Organizations.Select(each => each.MspId).ToHashSet(StringComparer.Ordinal);
        RequireUnique(options.Chaincodes.Select(each => each.Name), "chaincode");
        foreach (var chaincode in options.Chaincodes)
            Validate(chaincode, mspIds);
    }

    private static void Validate(ChaincodeDefinition chaincode, HashSet<string> mspIds)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(chaincode.Name);
        if (chaincode.Name == SystemQueries.ChaincodeName)
            throw new ArgumentException($"'{chaincode.Name}' is the name of a system chaincode.");
        ArgumentException.ThrowIfNullOrWhiteSpace(chaincode.PackageId);
        if (!Uri.TryCreate($"http://{chaincode.Endpoint.Address}", UriKind.Absolute, out var uri) || uri.PathAndQuery != "/")
            throw new ArgumentException($"'{chaincode.Endpoint.Address}' is no host and port.");
        RequireUnique(chaincode.Collections.Select(each => each.Name), "collection");
        RequireKnown(chaincode.EndorsementPolicy.NamedMspIds, mspIds);
        foreach (var collection in chaincode.Collections)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(collection.Name);
            Require(collection.BlockToLive <= LongestBlockToLive, nameof(collection.BlockToLive));
            if (collection.MemberMspIds.Count == 0)
                throw new ArgumentException($"Collection '{collection.Name}' has no member.");
            RequireKnown(collection.MemberMspIds, mspIds);
        }
    }

    private static void Require(bool condition, string option)
    {
        if (!condition)
            throw new ArgumentOutOfRangeException(option, $"{option} is out of its range.");
    }

    private static void RequireUnique(IEnumerable<string> names, string what)
    {
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw new ArgumentException($"There are two {what}s '{twice.Key}'.");
    }

    private static void RequireKnown(IEnumerable<string> named, HashSet<string> mspIds)
    {
        if (named.FirstOrDefault(mspId => !mspIds.Contains(mspId)) is { } unknown)
            throw new ArgumentException($"The consortium has no organization '{unknown}'.");
    }
}
