using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Market;
using Google.Protobuf;

namespace FLChain.EndToEnd.Tests.Privacy;

/// <summary>Everything that a member of the consortium who is in no federation can fetch of one model.</summary>
internal sealed class OutsiderHoldings
{
    private readonly Dictionary<(int Iteration, string Phase, string Author), byte[]> _payloads = [];
    private readonly List<byte[]> _everything = [];

    private OutsiderHoldings(string channelId, ModelRecord model, SetupRecord setup)
    {
        ChannelId = channelId;
        Model = model;
        Setup = setup;
    }

    public string ChannelId { get; }

    public ModelRecord Model { get; }

    public SetupRecord Setup { get; }

    public List<RoundState> Rounds { get; } = [];

    public byte[] Artifact { get; private set; } = [];

    /// <summary>Every byte string: blocks, answers of queries, payloads, the encrypted model.</summary>
    public IReadOnlyList<byte[]> Everything => _everything;

    public static async Task<OutsiderHoldings> FetchAsync(LedgerClient ledger, string fid, ulong height, IArtifactStore store, CancellationToken cancellationToken)
    {
        var holdings = new OutsiderHoldings(ledger.ChannelId, await ledger.ModelAsync(fid, cancellationToken), await ledger.SetupAsync(fid, cancellationToken));
        for (var iteration = 1; iteration <= holdings.Model.Terms.Iterations; iteration++) holdings.Rounds.Add(await ledger.RoundAsync(fid, iteration, cancellationToken));
        await holdings.BlocksAsync(ledger, height, cancellationToken);
        await holdings.AnswersAsync(ledger, cancellationToken);
        await holdings.PayloadsAsync(ledger, cancellationToken);
        var artifact = holdings.Model.Artifact!;
        holdings.Artifact = await store.GetAsync(artifact.Digest, artifact.Bytes, cancellationToken) ?? throw new InvalidOperationException("the artifact is gone");
        holdings._everything.Add(holdings.Artifact);
        return holdings;
    }

    public byte[] Payload(int iteration, string phase, string author) => _payloads[(iteration, phase, author)];

    private async Task BlocksAsync(LedgerClient ledger, ulong height, CancellationToken cancellationToken)
    {
        await foreach (var block in ledger.Network.BlocksAsync(0, height - 1, cancellationToken)) _everything.Add(block.ToByteArray());
        Assert.Equal(height, (ulong)_everything.Count);
    }

    private async Task AnswersAsync(LedgerClient ledger, CancellationToken cancellationToken)
    {
        var model = new ModelReference(Model.Fid);
        var ofModel = new PageRequest(PageRequest.MaxPageSize, "", Model.Fid);
        (string Contract, string Transaction, object? Request)[] queries =
        [
            (TransactionNames.Registry.Contract, TransactionNames.Registry.GetPolicy, null),
            (TransactionNames.Registry.Contract, TransactionNames.Registry.ListTrainers, new PageRequest(PageRequest.MaxPageSize, "")),
            (TransactionNames.Federation.Contract, TransactionNames.Federation.GetModel, model),
            (TransactionNames.Federation.Contract, TransactionNames.Federation.ListIntentions, ofModel),
            (TransactionNames.Federation.Contract, TransactionNames.Federation.GetSetup, model),
            (TransactionNames.Federation.Contract, TransactionNames.Federation.GetConfirmations, model),
            (TransactionNames.Training.Contract, TransactionNames.Training.GetProgress, model),
            (TransactionNames.Training.Contract, TransactionNames.Training.GetAttestations, model),
            (TransactionNames.Incentive.Contract, TransactionNames.Incentive.ListPurchases, ofModel),
            (TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetConservation, null),
            .. Rounds.Select(round => (TransactionNames.Training.Contract, TransactionNames.Training.GetRound, (object?)new RoundReference(Model.Fid, round.Iteration))),
        ];
        foreach (var (contract, transaction, request) in queries)
            _everything.Add(await ledger.EvaluateBytesAsync(contract, transaction, request, cancellationToken));
    }

    private async Task PayloadsAsync(LedgerClient ledger, CancellationToken cancellationToken)
    {
        foreach (var dpId in Model.Dps) await PayloadAsync(ledger, Setup.Attempt, Phases.Preparation, dpId, cancellationToken);
        foreach (var round in Rounds)
        {
            foreach (var entry in round.Gradients) await PayloadAsync(ledger, round.Iteration, Phases.Gradient, entry.Author, cancellationToken);
            await PayloadAsync(ledger, round.Iteration, Phases.Aggregate, Keys.DocumentedAuthor, cancellationToken);
            foreach (var entry in round.Shares) await PayloadAsync(ledger, round.Iteration, Phases.Share, entry.Author, cancellationToken);
        }
    }

    private async Task PayloadAsync(LedgerClient ledger, int iteration, string phase, string author, CancellationToken cancellationToken)
    {
        var payload = await ledger.EvaluateBytesAsync(
            TransactionNames.Training.Contract, TransactionNames.Training.GetPayload, new PayloadReference(Model.Fid, iteration, phase, author), cancellationToken);
        _payloads[(iteration, phase, author)] = payload;
        _everything.Add(payload);
    }
}
