using FLChain.Chaincode.Tests.Training;
using Names = FLChain.Core.TransactionNames.Misbehavior;
using TrainingNames = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>An incorrect unmasking share: sealed, so its reporter reveals the key of that one payload, the same under every masking scheme.</summary>
public abstract class ShareReportTests(string masking) : IDisposable
{
    private readonly Lab _lab = new(masking: masking);

    public void Dispose()
    {
        _lab.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Report_WrongShare_IsDroppedAndTheRoundClosesWithTheOthers()
    {
        await _lab.Play.ToLeaderAsync(1);
        var key = await _lab.GiveBadShareAsync();
        await _lab.Play.UnmaskAsync(1, _lab.Honest[0]);
        await _lab.Play.UnmaskAsync(1, _lab.Honest[1]);
        Assert.Equal(ReportState.Proven, (await _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectShare, opening: key))).State);
        _lab.AssertPunished(_lab.Cheat);
        _lab.AssertUntouched(_lab.Honest);

        // Its share counts no more among the three that close.
        await _lab.Play.RefusedAsync(ErrorCodes.TooFewShares, _lab.Partner, TrainingNames.CloseRound, new RoundReference(TrainingWorld.Fid, 1));
        await _lab.Play.UnmaskAsync(1, _lab.Honest[2]);
        var closed = await _lab.Play.CloseAsync(1);
        Assert.Equal(_lab.Honest.Select(member => member.PartyId), closed.Shares);
        await _lab.Play.SumAsync(1);
        Assert.Equal(ModelStage.Training, _lab.World.Model.Stage);
    }

    [Fact]
    public async Task Report_FewerThanTRightShares_TheFederationHaltsAtTheDeadline()
    {
        await _lab.Play.ToLeaderAsync(1);
        var key = await _lab.GiveBadShareAsync();
        await _lab.Play.UnmaskAsync(1, _lab.Honest[0]);
        await _lab.Play.UnmaskAsync(1, _lab.Honest[1]);
        await _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectShare, opening: key));
        _lab.Ledger.AdvanceSeconds(_lab.World.Terms.ShareSeconds);
        await _lab.Play.ExpireAsync(Phases.Share, 1);
        Assert.Equal(ModelStage.Halted, _lab.World.Model.Stage);
        Assert.Equal(3 * _lab.Compensation, _lab.Ledger.Read<CompensationEntry>(Keys.Compensation(TrainingWorld.Fid))!.Amount);
    }

    [Fact]
    public async Task Report_ShareOfAnotherCiphertext_IsProven()
    {
        await _lab.Play.IterateAsync(1);
        await _lab.Play.ToLeaderAsync(2);
        var (request, _) = await _lab.Play.ShareAsync(2, _lab.Cheat);
        var old = _lab.Play.SealShare(2, _lab.Cheat, await _lab.Play.ShareVectorAsync(1, _lab.Cheat));
        await _lab.Play.SubmitAsync(_lab.Cheat, TrainingNames.SubmitShare, request with { Digest = Naming.Digest(old) }, old);
        var report = _lab.Accusing(FaultKind.IncorrectShare, 2, opening: _lab.Play.ShareKeyOf(2, _lab.Cheat));
        Assert.Equal(ReportState.Proven, (await _lab.ReportAsync(_lab.Partner, report)).State);
    }

    [Fact]
    public async Task Report_SealedBytesThatAreNoPayload_IsProven()
    {
        await _lab.Play.ToLeaderAsync(1);
        var (request, _) = await _lab.Play.ShareAsync(1, _lab.Cheat);
        byte[] garbage = [1, 2, 3];
        await _lab.Play.SubmitAsync(_lab.Cheat, TrainingNames.SubmitShare, request with { Digest = Naming.Digest(garbage) }, garbage);
        Assert.Equal(ReportState.Proven, (await _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectShare, opening: new byte[32]))).State);
    }

    [Fact]
    public async Task Report_RightShare_CostsTheFee()
    {
        await _lab.Play.ToLeaderAsync(1);
        await _lab.Play.UnmaskAsync(1, _lab.Cheat);
        var report = _lab.Accusing(FaultKind.IncorrectShare, opening: _lab.Play.ShareKeyOf(1, _lab.Cheat));
        Assert.Equal(ReportState.False, (await _lab.ReportAsync(_lab.World.Stranger, report)).State);
        Assert.Equal(TrainingWorld.Wealth - _lab.Policy.ReportFee, _lab.World.BalanceOf(_lab.World.Stranger));
        _lab.AssertUntouched(_lab.World.Members);
        await _lab.RefusedAsync(ErrorCodes.BadEvidence, _lab.Partner, Names.Report, report with { Opening = [1] });
        await _lab.RefusedAsync(ErrorCodes.BadEvidence, _lab.Partner, Names.Report, report with { Opening = null });
        await _lab.RefusedAsync(ErrorCodes.NothingToReport, _lab.Partner, Names.Report, report with { Accused = _lab.Honest[2].PartyId });
    }

    // A reporter with a wrong key cannot frame anyone: the accused opens its share, and the fee comes back because the
    // contract cannot tell whose key was the wrong one.
    [Fact]
    public async Task Challenge_OfAnHonestShare_IsAnsweredAndNobodyIsPunished()
    {
        await _lab.Play.ToLeaderAsync(1);
        await _lab.Play.UnmaskAsync(1, _lab.Cheat);
        var challenge = await ChallengeAsync();
        Assert.Equal((ReportState.Challenged, _lab.Ledger.Now + (_lab.Policy.OpeningSeconds * 1000L)), (challenge.State, challenge.Deadline));
        await _lab.RefusedAsync(ErrorCodes.AlreadyReported, _lab.Honest[1], Names.Report, _lab.Accusing(FaultKind.IncorrectShare, opening: new byte[32]));
        var answer = new AnswerChallenge(challenge.ReportId, _lab.Play.ShareKeyOf(1, _lab.Cheat));
        await _lab.RefusedAsync(ErrorCodes.NotParty, _lab.Partner, Names.Answer, answer);
        await _lab.RefusedAsync(ErrorCodes.BadEvidence, _lab.Cheat, Names.Answer, answer with { Key = new byte[32] });
        await _lab.RefusedAsync(ErrorCodes.BadEvidence, _lab.Cheat, Names.Answer, answer with { Key = [] });
        await _lab.RefusedAsync(ErrorCodes.NotExpired, _lab.Partner, Names.SettleChallenge, new ReportReference(challenge.ReportId));
        var answered = await _lab.Ledger.SubmitAsync<ReportRecord>(_lab.Cheat, Names.Contract, Names.Answer, answer);
        Assert.Equal(ReportState.Answered, answered.State);
        Assert.Equal(TrainingWorld.Wealth, _lab.World.BalanceOf(_lab.Partner));
        _lab.AssertUntouched(_lab.World.Members);
        await _lab.RefusedAsync(ErrorCodes.WrongReportState, _lab.Cheat, Names.Answer, answer);
        _lab.Ledger.AdvanceSeconds(_lab.Policy.OpeningSeconds + 1);
        await _lab.RefusedAsync(ErrorCodes.WrongReportState, _lab.Partner, Names.SettleChallenge, new ReportReference(challenge.ReportId));
    }

    [Fact]
    public async Task Challenge_OfAShareUnderAnotherKey_Unanswered_IsTheFault()
    {
        await _lab.Play.ToLeaderAsync(1);
        await GiveUnderAnotherKeyAsync(await _lab.Play.ShareVectorAsync(1, _lab.Cheat));
        var challenge = await ChallengeAsync(_lab.Play.ShareKeyOf(1, _lab.Cheat));
        Assert.Equal(ReportState.Challenged, challenge.State);
        _lab.Ledger.AdvanceSeconds(_lab.Policy.OpeningSeconds);
        _lab.Ledger.Advance(TimeSpan.FromMilliseconds(1));
        await _lab.RefusedAsync(ErrorCodes.WrongReportState, _lab.Cheat, Names.Answer, new AnswerChallenge(challenge.ReportId, new byte[32]));
        var settled = await _lab.Ledger.SubmitAsync<ReportRecord>(_lab.World.Stranger, Names.Contract, Names.SettleChallenge, new ReportReference(challenge.ReportId));
        Assert.Equal(ReportState.Proven, settled.State);
        Assert.Equal(TrainingWorld.Wealth + _lab.Policy.ReportReward - _lab.Policy.ReportFee, _lab.World.BalanceOf(_lab.Partner));
        _lab.AssertPunished(_lab.Cheat);
    }

    [Fact]
    public async Task Challenge_AnsweredWithAWrongShare_IsTheFaultAtOnce()
    {
        await _lab.Play.ToLeaderAsync(1);
        var vector = await _lab.Play.ShareVectorAsync(1, _lab.Cheat);
        vector[^1] ^= 1;
        await GiveUnderAnotherKeyAsync(vector);
        var challenge = await ChallengeAsync(_lab.Play.ShareKeyOf(1, _lab.Cheat));
        var answer = new AnswerChallenge(challenge.ReportId, [.. Enumerable.Repeat((byte)7, 32)]);
        Assert.Equal(ReportState.Proven, (await _lab.Ledger.SubmitAsync<ReportRecord>(_lab.Cheat, Names.Contract, Names.Answer, answer)).State);
        _lab.AssertPunished(_lab.Cheat);
    }

    [Fact]
    public async Task Challenge_ByAStrangerOrTooLate_IsRefused()
    {
        await _lab.Play.ToLeaderAsync(1);
        await _lab.Play.UnmaskAsync(1, _lab.Cheat);
        var report = _lab.Accusing(FaultKind.IncorrectShare, opening: new byte[32]);
        await _lab.RefusedAsync(ErrorCodes.NotMember, _lab.World.Stranger, Names.Report, report);
        foreach (var member in _lab.Honest) await _lab.Play.UnmaskAsync(1, member);
        await _lab.Play.CloseAsync(1);
        await _lab.Play.ToLeaderAsync(2);
        await _lab.RefusedAsync(ErrorCodes.WrongReportState, _lab.Partner, Names.Report, report);
    }

    private Task<ReportRecord> ChallengeAsync(byte[]? key = null) =>
        _lab.ReportAsync(_lab.Partner, _lab.Accusing(FaultKind.IncorrectShare, opening: key ?? new byte[32]));

    private async Task GiveUnderAnotherKeyAsync(byte[] vector)
    {
        var (request, _) = await _lab.Play.ShareAsync(1, _lab.Cheat);
        using var other = Cryptography.Envelopes.ShareKey.FromBytes([.. Enumerable.Repeat((byte)7, 32)]);
        var payload = other.Seal(vector, EnvelopeContexts.GradientShare(MemoryLedger.ChannelId, TrainingWorld.Fid, 1, _lab.Cheat.PartyId));
        await _lab.Play.SubmitAsync(_lab.Cheat, TrainingNames.SubmitShare, request with { Digest = Naming.Digest(payload) }, payload);
    }
}
