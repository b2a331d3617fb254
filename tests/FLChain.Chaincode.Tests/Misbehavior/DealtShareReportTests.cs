using FLChain.Chaincode.Tests.Federation;
using FLChain.Chaincode.Tests.Market;
using FLChain.Cryptography.Envelopes;
using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>An authority that deals a bad share, and a member that says so of a good one.</summary>
public sealed class DealtShareReportTests : IAsyncLifetime
{
    private const string Fid = "flm-a";

    private readonly EnvelopeKey _own = EnvelopeKey.Generate();
    private MarketWorld _world = null!;
    private ModelRecord _model = null!;

    private TestIdentity Member => _world.Trainers[0];

    public async ValueTask InitializeAsync()
    {
        _world = await MarketWorld.OpenAsync();
        await _world.Ledger.SubmitAsync(Member, TransactionNames.Registry.Contract, TransactionNames.Registry.UpdateTrainer, new UpdateTrainer(_own.PublicKey));
        _model = await _world.FormAsync(Fid);
    }

    public ValueTask DisposeAsync()
    {
        _own.Dispose();
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Report_ShareOfAnotherIndex_IsRecordedAndTheAuthorityDealsAgain()
    {
        var balance = await _world.BalanceAsync(Member);
        var report = await ReportAsync(await DealAsync(Sealed(share: 1)));
        Assert.Equal((ReportState.Proven, 0), (report.State, report.Fee));
        Assert.Equal(balance, await _world.BalanceAsync(Member));
        var fault = _world.Ledger.Read<FaultRecord>(Keys.Fault(Fid, 1, FaultKind.BadDealtShare, MarketWorld.AuthorityMsp))!;
        Assert.Equal((Member.PartyId, 0), (fault.Reporter, fault.Confiscated));

        // The dealing is void even after the deadline; a new one stands as attempt two.
        await ConfirmAsync(_world.Trainers[1], 1);
        await ConfirmAsync(_world.Trainers[2], 1);
        _world.Ledger.AdvanceSeconds(MarketWorld.Terms.PreparationSeconds);
        await _world.Ledger.RefusedAsync(ErrorCodes.NotConfirmed, Member, TransactionNames.Federation.Contract, TransactionNames.Federation.StartTraining, new ModelReference(Fid));
        await DealAsync(Sealed(share: 0, attempt: 2));
        foreach (var trainer in _world.Trainers) await ConfirmAsync(trainer, 2);
        await _world.Ledger.SubmitAsync(Member, TransactionNames.Federation.Contract, TransactionNames.Federation.StartTraining, new ModelReference(Fid));
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("another context")]
    [InlineData("another recipient")]
    [InlineData("garbage")]
    public async Task Report_EnvelopeThatHoldsNothing_IsProven(string what)
    {
        var context = EnvelopeContexts.DealtShare(Fid, 1, Member.PartyId);
        byte[] envelope = what switch
        {
            "empty" => SealedEnvelope.Seal(_own.PublicKey, context, []),
            "another context" => SealedEnvelope.Seal(_own.PublicKey, "other"u8, Secrets(0)),
            "another recipient" => SealedEnvelope.Seal(MarketWorld.PublicKey, context, Secrets(0)),
            _ => [1, 2, 3],
        };
        Assert.Equal(ReportState.Proven, (await ReportAsync(await DealAsync(envelope))).State);
    }

    [Fact]
    public async Task Report_AGoodShare_CostsTheFeeAndVoidsTheDealing()
    {
        var balance = await _world.BalanceAsync(Member);
        var report = await ReportAsync(await DealAsync(Sealed(share: 0)));
        Assert.Equal((ReportState.False, MarketWorld.Policy.ReportFee), (report.State, report.Fee));
        Assert.Equal(balance - MarketWorld.Policy.ReportFee, await _world.BalanceAsync(Member));
        Assert.Null(_world.Ledger.Read<FaultRecord>(Keys.Fault(Fid, 1, FaultKind.BadDealtShare, MarketWorld.AuthorityMsp)));
        Assert.NotNull(_world.Ledger.Read<ReportReference>(Keys.VoidSetup(Fid, 1)));
        await RefusedAsync(ErrorCodes.AlreadyReported, Member, [1]);
    }

    [Fact]
    public async Task Report_WithoutTheOpening_ShowsNothing()
    {
        var envelope = await DealAsync(Sealed(share: 1));
        await RefusedAsync(ErrorCodes.BadEvidence, Member, null);
        await RefusedAsync(ErrorCodes.BadEvidence, Member, new byte[EnvelopeOpening.Bytes]);
        using var other = EnvelopeKey.Generate();
        await RefusedAsync(ErrorCodes.BadEvidence, Member, other.CreateOpening(envelope));
        await RefusedAsync(ErrorCodes.NotMember, _world.Buyer, _own.CreateOpening(envelope));
        var report = new ReportMisbehavior(FaultKind.BadDealtShare, Fid, 2, MarketWorld.AuthorityMsp, _own.CreateOpening(envelope));
        await _world.Ledger.RefusedAsync(ErrorCodes.SetupState, Member, Names.Contract, Names.Report, report);
        await _world.Ledger.RefusedAsync(ErrorCodes.BadArgument, Member, Names.Contract, Names.Report, report with { Iteration = 1, Accused = Member.PartyId });
    }

    // With another key registered a rightly dealt envelope would not open: the authority could be framed.
    [Fact]
    public async Task UpdateTrainer_KeyWhileSharesAreDealtToIt_IsRefused()
    {
        await _world.Ledger.RefusedAsync(
            ErrorCodes.WrongStage, Member, TransactionNames.Registry.Contract, TransactionNames.Registry.UpdateTrainer, new UpdateTrainer(MarketWorld.PublicKey));
        await _world.Ledger.SubmitAsync(Member, TransactionNames.Registry.Contract, TransactionNames.Registry.UpdateTrainer, new UpdateTrainer(Dr: MarketWorld.Data));
    }

    private async Task<byte[]> DealAsync(byte[] envelope)
    {
        SealedShare[] shares = [new(Member.PartyId, envelope), .. _model.Dps.Skip(1).Select(dpId => new SealedShare(dpId, [1]))];
        var key = TestKeys.TwoOfThree;
        await _world.Ledger.SubmitAsync(
            _world.Authority, TransactionNames.Federation.Contract, TransactionNames.Federation.PostSetup, new PostSetup(Fid, key.PublicKey.Encode(), key.Proof.ToArray(), shares));
        return envelope;
    }

    private static byte[] Secrets(int share) => [.. new byte[SymmetricKey.LengthBytes], .. TestKeys.TwoOfThree.Shares[share].Encode()];

    private byte[] Sealed(int share, int attempt = 1) =>
        SealedEnvelope.Seal(_own.PublicKey, EnvelopeContexts.DealtShare(Fid, attempt, Member.PartyId), Secrets(share));

    private Task<ReportRecord> ReportAsync(byte[] envelope)
    {
        var opening = envelope.Length > SealedEnvelope.OverheadBytes - 1 ? _own.CreateOpening(envelope) : [];
        return _world.Ledger.SubmitAsync<ReportRecord>(Member, Names.Contract, Names.Report, new ReportMisbehavior(FaultKind.BadDealtShare, Fid, 1, MarketWorld.AuthorityMsp, opening));
    }

    private Task<string> RefusedAsync(string code, TestIdentity caller, byte[]? opening) =>
        _world.Ledger.RefusedAsync(code, caller, Names.Contract, Names.Report, new ReportMisbehavior(FaultKind.BadDealtShare, Fid, 1, MarketWorld.AuthorityMsp, opening));

    private async Task ConfirmAsync(TestIdentity trainer, int attempt)
    {
        byte[] commitment = [1, 2, 3];
        await _world.Ledger.SubmitAsync(
            trainer, TransactionNames.Federation.Contract, TransactionNames.Federation.ConfirmShare,
            new ConfirmShare(Fid, attempt, Naming.Digest(commitment), TestKeys.Commitment(1)), commitment);
    }
}
