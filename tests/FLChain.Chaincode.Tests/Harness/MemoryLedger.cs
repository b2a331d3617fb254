using System.Security.Cryptography;
using System.Text;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Tests.Harness;

/// <summary>
/// A channel in memory with Fabric's semantics: simulation against the committed state, validation of read versions and
/// ranges at commit, private data that expires, history, events of valid transactions only. Time stands still until a
/// test moves it. One transaction to a block unless a test commits several together.
/// </summary>
internal sealed class MemoryLedger
{
    private readonly IChaincode _chaincode;
    private readonly MemoryState _state;
    private readonly MoneyAudit _money;
    private int _nonce;

    public MemoryLedger(IChaincode chaincode, long blocksToLive = 0)
        : this(chaincode, new MemoryState(blocksToLive), new MoneyAudit())
    {
    }

    private MemoryLedger(IChaincode chaincode, MemoryState state, MoneyAudit money)
    {
        _chaincode = chaincode;
        _state = state;
        _money = money;
    }

    public const string ChannelId = "flchain";

    /// <summary>The clients' clock.</summary>
    public DateTimeOffset Time { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public long Now => Time.ToUnixTimeMilliseconds();

    public long Height => _state.Height;

    public MemoryState State => _state;

    public List<CommittedEvent> Events { get; } = [];

    /// <summary>Whether each proposal is simulated by two endorsers, who must agree; the simulator of thousands of federations asks one.</summary>
    public bool TwoEndorsers { get; init; } = true;

    /// <summary>Another ledger with the same past, whose future is its own.</summary>
    public MemoryLedger Fork() => new(_chaincode, _state.Copy(), _money.Copy()) { _nonce = _nonce, Time = Time, TwoEndorsers = TwoEndorsers };

    public void Advance(TimeSpan time) => Time += time;

    public void AdvanceSeconds(long seconds) => Time += TimeSpan.FromSeconds(seconds);

    public Proposal Propose(TestIdentity caller, string function, byte[]? argument, byte[]? payload = null)
    {
        var nonce = BitConverter.GetBytes(++_nonce);
        var arguments = new List<ReadOnlyMemory<byte>> { Encoding.UTF8.GetBytes(function) };
        if (argument is not null) arguments.Add(argument);
        var transient = new Dictionary<string, ReadOnlyMemory<byte>>();
        if (payload is not null) transient[Core.Requests.TransientNames.Payload] = payload;
        var id = Convert.ToHexStringLower(SHA256.HashData([.. nonce, .. caller.PublicKey]));
        return new Proposal(id, Time, caller.Client, arguments, transient);
    }

    /// <summary>Simulates as two endorsers would, and insists that both agree byte for byte.</summary>
    public async Task<Endorsement> EndorseAsync(Proposal proposal)
    {
        var first = await SimulateAsync(proposal);
        if (!TwoEndorsers) return first;
        var second = await SimulateAsync(proposal);
        Assert.Equal(first.Response.Status, second.Response.Status);
        Assert.Equal(first.Response.Message, second.Response.Message);
        Assert.Equal(first.Response.Payload.ToArray(), second.Response.Payload.ToArray());
        Assert.Equal(first.Sets.Fingerprint(), second.Sets.Fingerprint());
        return first;
    }

    /// <summary>Commits one block; money must be conserved after each valid transaction.</summary>
    public ValidationCode[] Commit(params Endorsement[] endorsements)
    {
        _state.BeginBlock();
        return [.. endorsements.Select(CommitOne)];
    }

    /// <summary>Puts a record on the ledger before the story of a test begins. Not for money: that has a history.</summary>
    public void Place<T>(string key, T record)
        where T : class => _state.Place(key, Core.Encoding.CanonicalJson.Encode(record));

    private ValidationCode CommitOne(Endorsement endorsement, int number)
    {
        Assert.True(endorsement.Response.IsOk, endorsement.Response.Message);
        var code = _state.Commit(endorsement, number);
        if (code != ValidationCode.Valid) return code;
        _money.Apply(endorsement);
        if (endorsement.Sets.EventName is { } name)
            Events.Add(new CommittedEvent(Height, endorsement.Proposal.TransactionId, name, endorsement.Sets.EventPayload));
        return code;
    }

    private async Task<Endorsement> SimulateAsync(Proposal proposal)
    {
        using var simulation = new Simulation(_state, ChannelId, proposal);
        var response = await _chaincode.InvokeAsync(simulation, TestContext.Current.CancellationToken);
        return new Endorsement(proposal, response, simulation.Sets);
    }
}
