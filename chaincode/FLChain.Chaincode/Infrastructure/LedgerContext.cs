using System.Diagnostics.CodeAnalysis;
using FLChain.Core.Encoding;
using FLChain.Core.Events;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Infrastructure;

/// <summary>
/// The ledger as FLChain's contracts see it: typed records under typed keys, the caller, the time and the policy. A
/// transaction never sees its own writes, so each one reads first and writes at its end.
/// </summary>
internal sealed class LedgerContext : TransactionContext
{
    private readonly ChaincodeOptions _options;

    // What was read once is known: no transaction sees its own writes, and each read is a question to the peer and its answer.
    private readonly Dictionary<string, byte[]?> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<(LedgerKeyRange Range, int Limit), object> _entries = [];
    private Policy? _policy;
    private PolicySeal? _seal;
    private TrainerRecord? _trainer;

    public LedgerContext(IChaincodeStub stub, ChaincodeOptions options)
        : base(stub)
    {
        _options = options;
        Caller = Caller.Of(stub.Creator);
        Now = stub.Timestamp.ToUnixTimeMilliseconds();
        Rule.Require(Now >= 0, ErrorCodes.BadArgument, "the transaction's time is before 1970");
    }

    public Caller Caller { get; }

    /// <summary>The transaction's timestamp, Unix milliseconds: the only clock there is.</summary>
    public long Now { get; }

    /// <summary>The transaction's id.</summary>
    public string Tx => Stub.TransactionId;

    /// <summary>The record under the key, or null.</summary>
    public async Task<T?> GetAsync<T>(string key)
        where T : class =>
        await StateAsync(key) is { } bytes ? CanonicalJson.Decode<T>(bytes) : null;

    /// <summary>Whether anything stands under the key.</summary>
    public async Task<bool> ExistsAsync(string key) => await StateAsync(key) is not null;

    /// <summary>The record under the key; where there is none, the rule that the caller broke.</summary>
    public async Task<T> RequireAsync<T>(string key, string code, string text)
        where T : class =>
        await GetAsync<T>(key) ?? throw new ContractException(code, text);

    public Task PutAsync<T>(string key, T value)
        where T : class =>
        Stub.PutStateAsync(key, CanonicalJson.Encode(value));

    public Task DeleteAsync(string key) => Stub.DeleteStateAsync(key);

    /// <summary>The first records of a range in the order of their keys, at most <paramref name="limit"/>.</summary>
    public async Task<List<T>> ListAsync<T>(LedgerKeyRange range, int limit)
        where T : class =>
        [.. (await EntriesAsync<T>(range, limit)).Select(entry => entry.Value)];

    /// <summary>As <see cref="ListAsync"/>, each record with its key.</summary>
    public async Task<List<(string Key, T Value)>> EntriesAsync<T>(LedgerKeyRange range, int limit)
        where T : class
    {
        if (_entries.TryGetValue((range, limit), out var known)) return [.. (List<(string, T)>)known];
        var entries = new List<(string, T)>();
        if (limit == 0) return entries;
        await foreach (var entry in EachAsync<T>(range))
        {
            entries.Add(entry);
            if (entries.Count == limit) break;
        }

        _entries[(range, limit)] = entries;
        return [.. entries];
    }

    /// <summary>As <see cref="EntriesAsync"/>, one by one for a caller who stops when it has enough: what was not asked for is not in the read set.</summary>
    public async IAsyncEnumerable<(string Key, T Value)> EachAsync<T>(LedgerKeyRange range)
        where T : class
    {
        await foreach (var row in Stub.GetStateByRangeAsync(range.Start, range.End)) yield return (row.Key, CanonicalJson.Decode<T>(row.Value));
    }

    /// <summary>One page of a range. For evaluate transactions only: a page is not protected against phantoms.</summary>
    public async Task<Page<T>> PageAsync<T>(LedgerKeyRange range, PageRequest request)
        where T : class
    {
        var (items, bookmark) = await RowsAsync(range, request);
        return new Page<T>([.. items.Select(row => CanonicalJson.Decode<T>(row.Value))], bookmark);
    }

    /// <summary>As <see cref="PageAsync"/>, undecoded.</summary>
    public async Task<(IReadOnlyList<KeyValue> Items, string Bookmark)> RowsAsync(LedgerKeyRange range, PageRequest request)
    {
        Rule.Require(request.PageSize is >= 1 and <= PageRequest.MaxPageSize, ErrorCodes.BadArgument, $"a page has 1 to {PageRequest.MaxPageSize} entries");
        var page = await Stub.GetStatePageAsync(range.Start, range.End, request.PageSize, request.Bookmark);

        // A bookmark comes back from the caller: one that was not given out for this list may lead out of its range.
        Rule.Require(
            page.Items.All(row => row.Key.StartsWith(range.Start, StringComparison.Ordinal)),
            ErrorCodes.BadArgument,
            "the bookmark does not belong to this list");
        return (page.Items, page.Bookmark);
    }

    /// <summary>The policy in force, which carries the authority's seal.</summary>
    public async Task<Policy> PolicyAsync()
    {
        if (_policy is not null) return _policy;
        var policy = await RequireAsync<Policy>(Keys.Policy, ErrorCodes.NoPolicy, "the authority has set no policy yet");
        Rule.Require(await SealAsync() == PolicySeal.Of(policy), ErrorCodes.UnsealedPolicy, "the policy does not carry the authority's seal: the authority must set it again");
        return _policy = policy;
    }

    /// <summary>The seal of the policy in force; null before the first policy.</summary>
    public async Task<PolicySeal?> SealAsync() => _seal ??= await GetAsync<PolicySeal>(Keys.PolicySeal);

    /// <summary>
    /// The caller belongs to the authority: the one that the seal names, or before the first policy the one of the options.
    /// The policy itself is not asked, so that the authority can set one again when another was put in its place.
    /// </summary>
    public async Task RequireAuthorityAsync()
    {
        var authority = (await SealAsync())?.AuthorityMsp ?? _options.AuthorityMsp;
        Rule.Require(string.Equals(Caller.Msp, authority, StringComparison.Ordinal), ErrorCodes.AuthorityOnly, $"only {authority} may do this");
    }

    /// <summary>The caller's own trainer record.</summary>
    public async Task<TrainerRecord> RequireTrainerAsync() =>
        _trainer ??= await RequireAsync<TrainerRecord>(Keys.Trainer(Caller.PartyId), ErrorCodes.NoTrainer, "the caller is not registered as a trainer");

    /// <summary>The caller's own trainer record; its standing is qualified.</summary>
    public async Task<TrainerRecord> RequireQualifiedAsync()
    {
        var trainer = await RequireTrainerAsync();
        Rule.Require(trainer.Status == TrainerStatus.Qualified, ErrorCodes.NotQualified, "the trainer is not qualified");
        return trainer;
    }

    /// <summary>The trainer of a party.</summary>
    public async Task<TrainerRecord> TrainerAsync(string dpId) =>
        Naming.IsPartyId(dpId)
            ? await RequireAsync<TrainerRecord>(Keys.Trainer(dpId), ErrorCodes.NoTrainer, $"there is no trainer {dpId}")
            : throw new ContractException(ErrorCodes.NoTrainer, "that is not the id of a trainer");

    /// <summary>The model; every fid that comes from outside passes here or through <see cref="Rule.RequireFid"/> before it becomes part of a key.</summary>
    public async Task<ModelRecord> ModelAsync(string fid) =>
        Naming.IsFid(fid)
            ? await RequireAsync<ModelRecord>(Keys.Model(fid), ErrorCodes.NoModel, $"there is no model {fid}")
            : throw new ContractException(ErrorCodes.NoModel, "that is not the id of a model");

    /// <summary>The model, at this stage.</summary>
    public async Task<ModelRecord> ModelAtAsync(string fid, ModelStage stage)
    {
        var model = await ModelAsync(fid);
        Rule.Require(model.Stage == stage, ErrorCodes.WrongStage, $"the model {fid} is {Word(model.Stage)}, not {Word(stage)}");
        return model;
    }

    /// <summary>The caller is a member of the federation; its index in the threshold scheme, from 1.</summary>
    public int RequireMember(ModelRecord model)
    {
        var place = model.Dps.ToList().IndexOf(Caller.PartyId);
        Rule.Require(place >= 0, ErrorCodes.NotMember, $"the caller is not a member of the federation of {model.Fid}");
        return place + 1;
    }

    /// <summary>Sets the event of this transaction.</summary>
    public void Emit(string contract, string transaction, LedgerEvent what) =>
        Stub.SetEvent(TransactionNames.EventName(contract, transaction), CanonicalJson.Encode(what));

    private async Task<byte[]?> StateAsync(string key)
    {
        if (!_states.TryGetValue(key, out var bytes)) _states[key] = bytes = await Stub.GetStateAsync(key);
        return bytes;
    }

    [SuppressMessage("Globalization", "CA1308", Justification = "Words for people.")]
    private static string Word(ModelStage stage) => stage.ToString().ToLowerInvariant();
}
