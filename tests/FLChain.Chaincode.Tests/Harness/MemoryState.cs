using FLChain.Fabric.Policies;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Tests.Harness;

/// <summary>The committed state of a channel: world state, private data, history.</summary>
internal sealed class MemoryState(long blocksToLive)
{
    private readonly SortedDictionary<string, StoredValue> _public = new(Utf8KeyComparer.Instance);
    private readonly Dictionary<string, SortedDictionary<string, StoredValue>> _private = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SignaturePolicy> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<KeyVersion>> _history = new(StringComparer.Ordinal);

    public long Height { get; private set; }

    public IEnumerable<KeyValuePair<string, StoredValue>> All => _public;

    public StoredValue? Get(string key) => _public.GetValueOrDefault(key);

    /// <summary>The key's own endorsement policy, or null.</summary>
    public SignaturePolicy? PolicyOf(string key) => _policies.GetValueOrDefault(key);

    public IEnumerable<KeyValuePair<string, StoredValue>> Range(string start, string end) => Between(_public, start, end);

    /// <summary>A value written in block N with a life of B blocks is there through block N + B.</summary>
    public StoredValue? GetPrivate(string collection, string key) =>
        _private.TryGetValue(collection, out var values) && values.TryGetValue(key, out var value) && IsAlive(value) ? value : null;

    public IEnumerable<KeyValuePair<string, StoredValue>> PrivateRange(string collection, string start, string end) =>
        _private.TryGetValue(collection, out var values) ? Between(values, start, end).Where(row => IsAlive(row.Value)) : [];

    public IEnumerable<KeyVersion> History(string key) =>
        _history.TryGetValue(key, out var versions) ? Enumerable.Reverse(versions) : [];

    public MemoryState Copy()
    {
        var copy = new MemoryState(blocksToLive) { Height = Height };
        foreach (var (key, value) in _public) copy._public[key] = value;
        foreach (var (collection, values) in _private)
            copy._private[collection] = new SortedDictionary<string, StoredValue>(values, Utf8KeyComparer.Instance);
        foreach (var (key, policy) in _policies) copy._policies[key] = policy;
        foreach (var (key, versions) in _history) copy._history[key] = [.. versions];
        return copy;
    }

    public void BeginBlock() => Height++;

    public ValidationCode Commit(Endorsement endorsement, int number)
    {
        var sets = endorsement.Sets;
        if (endorsement.Endorsers is { } endorsers && !sets.Writes.Keys.Union(sets.Policies.Keys).All(key => PolicyOf(key)?.IsSatisfiedBy(endorsers) ?? true))
            return ValidationCode.EndorsementPolicyFailure;
        foreach (var (key, version) in sets.Reads)
            if (Get(key)?.Version != version)
                return ValidationCode.MvccReadConflict;
        foreach (var ((collection, key), version) in sets.PrivateReads)
            if (GetPrivate(collection, key)?.Version != version)
                return ValidationCode.MvccReadConflict;
        if (!sets.Ranges.All(IsUnchanged)) return ValidationCode.PhantomReadConflict;

        var written = new StateVersion(Height, number);
        foreach (var (key, value) in sets.Writes)
        {
            Write(_public, key, value, written);
            if (value is null) _policies.Remove(key);
            Remember(key, value, endorsement.Proposal);
        }

        foreach (var (key, policy) in sets.Policies)
        {
            if (Get(key) is not { } kept) continue;
            Write(_public, key, kept.Bytes, written);
            if (policy is null) _policies.Remove(key);
            else _policies[key] = policy;
        }

        foreach (var (collection, writes) in sets.PrivateWrites)
        {
            if (!_private.TryGetValue(collection, out var values))
                _private[collection] = values = new SortedDictionary<string, StoredValue>(Utf8KeyComparer.Instance);
            foreach (var (key, value) in writes) Write(values, key, value, written);
        }

        return ValidationCode.Valid;
    }

    public void Place(string key, byte[] value)
    {
        BeginBlock();
        Write(_public, key, value, new StateVersion(Height, 0));
    }

    private bool IsUnchanged(RangeRead range)
    {
        var now = Range(range.Start, range.End).Select(row => (row.Key, row.Value.Version));
        return (range.Exhausted ? now : now.Take(range.Seen.Count)).SequenceEqual(range.Seen);
    }

    private bool IsAlive(StoredValue value) => blocksToLive == 0 || Height <= value.Version.Block + blocksToLive;

    private void Remember(string key, byte[]? value, Proposal proposal)
    {
        if (!_history.TryGetValue(key, out var versions)) _history[key] = versions = [];
        versions.Add(new KeyVersion(proposal.TransactionId, proposal.Timestamp, value ?? [], value is null));
    }

    private static IEnumerable<KeyValuePair<string, StoredValue>> Between(SortedDictionary<string, StoredValue> values, string start, string end) =>
        values
            .SkipWhile(row => Utf8KeyComparer.Instance.Compare(row.Key, start) < 0)
            .TakeWhile(row => end.Length == 0 || Utf8KeyComparer.Instance.Compare(row.Key, end) < 0);

    private static void Write(SortedDictionary<string, StoredValue> values, string key, byte[]? value, StateVersion version)
    {
        if (value is null) values.Remove(key);
        else values[key] = new StoredValue(value, version);
    }
}
