using FLChain.Chaincode.Tests.Federation;
using FLChain.Chaincode.Tests.Market;
using FLChain.Cryptography.Envelopes;
using Contract = FLChain.Core.TransactionNames.Federation;
using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>A member that would keep the others from starting, by calling bad what is good.</summary>
public sealed class FalseAlarmTests : IAsyncLifetime
{
    private const string Fid = "flm-a";

    private readonly EnvelopeKey _own = EnvelopeKey.Generate();
    private MarketWorld _world = null!;
    private ModelRecord _model = null!;

    private TestIdentity Liar => _world.Trainers[0];

    private TestIdentity[] Others => _world.Trainers[1..];

    private ModelRecord Model => _world.Ledger.Read<ModelRecord>(Keys.Model(Fid))!;

    public async ValueTask InitializeAsync()
    {
        _world = await MarketWorld.OpenAsync(4);
        await _world.Ledger.SubmitAsync(Liar, TransactionNames.Registry.Contract, TransactionNames.Registry.UpdateTrainer, new UpdateTrainer(_own.PublicKey));
        _model = await _world.FormAsync(Fid, MarketWorld.Terms with { MaxTrainers = 4 });
    }

    public ValueTask DisposeAsync()
    {
        _own.Dispose();
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-300)]
    public async Task Report_FalseAMillisecondBeforeTheDeadline_TheOthersStartAfterANewDealing(int stampedSeconds)
    {
        await DealAsync(1);
        foreach (var member in Others) await ConfirmAsync(member, 1);
        var deadline = _model.StageSince + (MarketWorld.Terms.PreparationSeconds * 1000L);
        _world.Ledger.Time = DateTimeOffset.FromUnixTimeMilliseconds(deadline - 1);
        _world.Ledger.AdvanceSeconds(stampedSeconds);
        Assert.Equal(ReportState.False, (await ReportAsync(1)).State);
        Assert.Equal(deadline, Model.StageSince);

        // Nobody halts it: its time begins anew.
        _world.Ledger.Time = DateTimeOffset.FromUnixTimeMilliseconds(deadline);
        await _world.Ledger.RefusedAsync(
            ErrorCodes.NotExpired, Liar, TransactionNames.Training.Contract, TransactionNames.Training.Expire, new ExpirePhase(Fid, 0, Phases.Preparation));
        await DealAsync(2);
        await RefusedReportAsync(ErrorCodes.LeftOut, 2);
        foreach (var member in Others) await ConfirmAsync(member, 2);
        Assert.Equal(Others.Select(member => member.PartyId), (await StartAsync()).Active);
    }

    [Fact]
    public async Task Report_False_ItsAuthorIsNoStarterEvenWhenItConfirms()
    {
        await DealAsync(1);
        await ReportAsync(1);
        await DealAsync(2);
        foreach (var member in _world.Trainers) await ConfirmAsync(member, 2);
        Assert.Equal(Others.Select(member => member.PartyId), (await StartAsync()).Active);
    }

    [Fact]
    public async Task Report_OfAShareThatWasConfirmed_Refused()
    {
        await DealAsync(1);
        await ConfirmAsync(Liar, 1);
        await RefusedReportAsync(ErrorCodes.AlreadySubmitted, 1);
        Assert.Null(_world.Ledger.Read<ReportReference>(Keys.VoidSetup(Fid, 1)));
    }

    [Fact]
    public async Task Report_True_RestartsTheTimeAndExcludesNobody()
    {
        await DealAsync(1, share: 1);
        foreach (var member in Others) await ConfirmAsync(member, 1);
        _world.Ledger.AdvanceSeconds(MarketWorld.Terms.PreparationSeconds);
        Assert.Equal(ReportState.Proven, (await ReportAsync(1)).State);
        await DealAsync(2);
        foreach (var member in _world.Trainers) await ConfirmAsync(member, 2);
        Assert.Equal(_model.Dps, (await StartAsync()).Active);
    }

    // A complaint shows nothing and costs nothing: those who confirmed are enough, and start without it.
    [Fact]
    public async Task Complaint_WhenEnoughHaveConfirmed_LetsNobodyDealAgain()
    {
        await DealAsync(1);
        foreach (var member in Others) await ConfirmAsync(member, 1);
        await _world.Ledger.SubmitAsync(Liar, Contract.Contract, Contract.ComplainShare, new ComplainShare(Fid, 1));
        await _world.Ledger.RefusedAsync(ErrorCodes.SetupState, _world.Authority, Contract.Contract, Contract.PostSetup, Setup(2, 0));
        _world.Ledger.AdvanceSeconds(MarketWorld.Terms.PreparationSeconds);
        Assert.Equal(Others.Select(member => member.PartyId), (await StartAsync()).Active);
    }

    private PostSetup Setup(int attempt, int share)
    {
        var key = TestKeys.TwoOfFour;
        byte[] secrets = [.. new byte[SymmetricKey.LengthBytes], .. key.Shares[share].Encode()];
        var envelope = SealedEnvelope.Seal(_own.PublicKey, EnvelopeContexts.DealtShare(Fid, attempt, Liar.PartyId), secrets);
        SealedShare[] shares = [new(Liar.PartyId, envelope), .. _model.Dps.Skip(1).Select(dpId => new SealedShare(dpId, [1]))];
        return new PostSetup(Fid, key.PublicKey.Encode(), key.Proof.ToArray(), shares);
    }

    private Task<Endorsement> DealAsync(int attempt, int share = 0) =>
        _world.Ledger.SubmitAsync(_world.Authority, Contract.Contract, Contract.PostSetup, Setup(attempt, share));

    private ReportMisbehavior Report(int attempt)
    {
        var envelope = _world.Ledger.Read<SetupRecord>(Keys.Setup(Fid))!.Shares[0].Envelope;
        return new ReportMisbehavior(FaultKind.BadDealtShare, Fid, attempt, MarketWorld.AuthorityMsp, _own.CreateOpening(envelope));
    }

    private Task<ReportRecord> ReportAsync(int attempt) => _world.Ledger.SubmitAsync<ReportRecord>(Liar, Names.Contract, Names.Report, Report(attempt));

    private Task<string> RefusedReportAsync(string code, int attempt) => _world.Ledger.RefusedAsync(code, Liar, Names.Contract, Names.Report, Report(attempt));

    private Task<Endorsement> ConfirmAsync(TestIdentity member, int attempt)
    {
        byte[] commitment = [1, 2, 3];
        var request = new ConfirmShare(Fid, attempt, Naming.Digest(commitment), TestKeys.Commitment(1, TestKeys.TwoOfFour.PublicKey));
        return _world.Ledger.SubmitAsync(member, Contract.Contract, Contract.ConfirmShare, request, commitment);
    }

    private Task<ModelRecord> StartAsync() => _world.Ledger.SubmitAsync<ModelRecord>(_world.Buyer, Contract.Contract, Contract.StartTraining, new ModelReference(Fid));
}
