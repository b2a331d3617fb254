using System.Text;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Endorsing;

/// <summary>
/// Compares two simulations of one proposal on one snapshot. Endorsers of a real network must all compute the same; a
/// contract that takes time, randomness or memory into account fails there, so it shall fail here.
/// </summary>
internal static class DeterminismCheck
{
    private const int LongestKey = 200;

    /// <summary>Where the two differ, for the developer; null when they agree.</summary>
    public static string? FindDifference(SimulatedProposal first, SimulatedProposal second) =>
        FindInAnswer(first, second) ?? FindInPublic(first, second) ?? FindInPrivate(first, second);

    private static string? FindInAnswer(SimulatedProposal first, SimulatedProposal second)
    {
        var (a, b) = (first.Outcome.Response, second.Outcome.Response);
        if (a.Status != b.Status)
            return $"the response's status ({a.Status} and {b.Status})";
        if (a.Message != b.Message)
            return "the response's message";
        if (a.Payload != b.Payload)
            return "the response's payload";
        return Equals(first.Outcome.Event, second.Outcome.Event) ? null : "the chaincode event";
    }

    private static string? FindInPublic(SimulatedProposal first, SimulatedProposal second)
    {
        if (Odd(first.Result.Public.NsRwset, second.Result.Public.NsRwset) is not { } a)
            return null;
        if (second.Result.Public.NsRwset.FirstOrDefault(space => space.Namespace == a.Namespace) is not { } b)
            return $"the call of chaincode {Quote(a.Namespace)}";
        return FindInKeys(KVRWSet.Parser.ParseFrom(a.Rwset), KVRWSet.Parser.ParseFrom(b.Rwset)) ?? FindInCollections(a, b);
    }

    private static string? FindInKeys(KVRWSet first, KVRWSet second)
    {
        if (Odd(first.Reads, second.Reads) is { } read)
            return $"the read of key {Quote(read.Key)}";
        if (Odd(first.Writes, second.Writes) is { } write)
            return $"the write of key {Quote(write.Key)}";
        if (Odd(first.MetadataWrites, second.MetadataWrites) is { } metadata)
            return $"the metadata of key {Quote(metadata.Key)}";
        return Odd(first.RangeQueriesInfo, second.RangeQueriesInfo) is { } range
            ? $"the range query from {Quote(range.StartKey)} to {Quote(range.EndKey)}"
            : null;
    }

    private static string? FindInCollections(NsReadWriteSet first, NsReadWriteSet second) =>
        Odd(first.CollectionHashedRwset, second.CollectionHashedRwset) is { } collection
            ? $"the private reads or writes of collection {Quote(collection.CollectionName)}"
            : "the read-write set";

    private static string? FindInPrivate(SimulatedProposal first, SimulatedProposal second) =>
        Equals(first.Result.Private, second.Result.Private) ? null : "the private writes";

    // The first entry that one side has and the other has not.
    private static T? Odd<T>(IReadOnlyList<T> first, IReadOnlyList<T> second)
        where T : class, IMessage<T>
    {
        for (var i = 0; i < Math.Max(first.Count, second.Count); i++)
        {
            if (i >= first.Count || i >= second.Count || !first[i].Equals(second[i]))
                return i < first.Count ? first[i] : second[i];
        }
        return null;
    }

    // Composite keys hold zero characters.
    private static string Quote(string key)
    {
        var text = new StringBuilder("'");
        foreach (var unit in key.Length > LongestKey ? key[..LongestKey] : key)
            text.Append(char.IsControl(unit) ? $"\\u{(int)unit:x4}" : unit);
        return text.Append('\'').ToString();
    }
}
