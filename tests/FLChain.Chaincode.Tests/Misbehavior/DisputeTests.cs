using FLChain.Chaincode.Tests.Training;
using FLChain.Core.Encoding;
using FLChain.Cryptography.Envelopes;
using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>A well-formed gradient that makes the sum impossible, and the seeds that show whose it was: the same under every masking scheme.</summary>
public abstract class DisputeTests : IDisposable
{
    private readonly EnvelopeKey _authority = EnvelopeKey.Generate();
    private readonly Lab _lab;

    protected DisputeTests(string masking) => _lab = new Lab(policy => policy with { AuthorityKey = _authority.PublicKey }, masking: masking);

    public void Dispose()
    {
        _lab.Dispose();
        _authority.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Dispute_AbsurdGradient_IsConvictedByItsOwnSeed()
    {
        var dispute = await OpenAsync();
        Assert.Equal((DisputeState.Opening, _lab.Partner.PartyId), (dispute.State, dispute.Opener));
        Assert.Equal(_lab.World.Members.Select(member => member.PartyId), dispute.Contributors);
        Assert.Equal(ModelStage.Halted, _lab.World.Model.Stage);
        Assert.Equal(_lab.Policy.RegistrationDeposit, _lab.World.DepositOf(_lab.Cheat));

        foreach (var member in _lab.World.Members) await OpenSeedAsync(member);
        Assert.Equal(4, (await StateAsync()).Openings.Count);
        foreach (var member in _lab.Honest) await _lab.RefusedAsync(ErrorCodes.NotCulprit, _lab.Partner, Names.ConvictOpening, await ConvictionAsync(member));
        await ConvictAsync(_lab.Cheat);
        var fault = _lab.Fault(FaultKind.AbsurdGradient)!;
        Assert.Equal((_lab.Partner.PartyId, _lab.Policy.RegistrationDeposit, _lab.Policy.ReportReward, 3 * _lab.Compensation), (fault.Reporter, fault.Confiscated, fault.Reward, fault.Compensation));
        Assert.Equal(TrainingWorld.Wealth + _lab.Policy.ReportReward + _lab.Compensation + Rewards(_lab.Partner), _lab.World.BalanceOf(_lab.Partner));
        _lab.AssertPunished(_lab.Cheat);
        _lab.AssertUntouched(_lab.Honest);
        await _lab.RefusedAsync(ErrorCodes.AlreadyReported, _lab.Partner, Names.ConvictOpening, await ConvictionAsync(_lab.Cheat));

        _lab.Ledger.AdvanceSeconds(_lab.Policy.OpeningSeconds + 1);
        Assert.Equal(DisputeState.Convicted, (await ExpireAsync()).State);
    }

    [Fact]
    public async Task Dispute_SilentContributor_IsTheCulprit()
    {
        await OpenAsync();
        foreach (var member in _lab.Honest) await OpenSeedAsync(member);
        await _lab.RefusedAsync(ErrorCodes.NotExpired, _lab.Partner, Names.ExpireDispute, new RoundReference(TrainingWorld.Fid, 1));
        _lab.Ledger.AdvanceSeconds(_lab.Policy.OpeningSeconds + 1);
        await _lab.RefusedAsync(ErrorCodes.WrongDisputeState, _lab.Cheat, Names.SubmitOpening, new SubmitOpening(TrainingWorld.Fid, 1, [1]));
        var expired = await ExpireAsync();
        Assert.Equal(DisputeState.Convicted, expired.State);
        Assert.Equal([_lab.Cheat.PartyId], expired.Culprits);
        _lab.AssertPunished(_lab.Cheat);
        _lab.AssertUntouched(_lab.Honest);
    }

    [Theory]
    [InlineData("another seed")]
    [InlineData("no seed")]
    [InlineData("garbage")]
    [InlineData("a partner's context")]
    public async Task Dispute_WrongSeedSealed_ConvictsWhoSealedIt(string what)
    {
        await OpenAsync();
        var context = EnvelopeContexts.SeedOpening(TrainingWorld.Fid, 1, _lab.Cheat.PartyId);
        byte[] envelope = what switch
        {
            "another seed" => SealedEnvelope.Seal(_authority.PublicKey, context, new byte[32]),
            "no seed" => SealedEnvelope.Seal(_authority.PublicKey, context, [1]),
            "garbage" => [1, 2, 3],
            _ => SealedEnvelope.Seal(_authority.PublicKey, EnvelopeContexts.SeedOpening(TrainingWorld.Fid, 1, _lab.Partner.PartyId), _lab.Play.Seeds[(1, _lab.Cheat.PartyId)]),
        };
        foreach (var member in _lab.Honest) await OpenSeedAsync(member);
        await SubmitAsync(_lab.Cheat, envelope);
        await ConvictAsync(_lab.Cheat);
        Assert.NotNull(_lab.Fault(FaultKind.WithheldSeed));
        _lab.AssertPunished(_lab.Cheat);
        _lab.AssertUntouched(_lab.Honest);
    }

    // What convicts is what the contributor itself sealed: the authority cannot show another seed, or another's envelope.
    [Fact]
    public async Task Convict_WithoutTheContributorsOwnEnvelope_IsRefused()
    {
        await OpenAsync();
        foreach (var member in _lab.World.Members) await OpenSeedAsync(member);
        var cheats = await ConvictionAsync(_lab.Cheat);
        await _lab.RefusedAsync(ErrorCodes.BadEvidence, _lab.Partner, Names.ConvictOpening, cheats with { Accused = _lab.Partner.PartyId });
        await _lab.RefusedAsync(ErrorCodes.BadEvidence, _lab.Partner, Names.ConvictOpening, cheats with { Opening = [] });
        await _lab.RefusedAsync(ErrorCodes.BadEvidence, _lab.Partner, Names.ConvictOpening, cheats with { Opening = new byte[EnvelopeOpening.Bytes] });
        await _lab.RefusedAsync(ErrorCodes.NothingToReport, _lab.Partner, Names.ConvictOpening, cheats with { Accused = _lab.World.Node.PartyId });
        _lab.AssertUntouched(_lab.World.Members);
    }

    [Fact]
    public async Task Dispute_NobodyNamedInTime_Lapses()
    {
        await OpenAsync();
        foreach (var member in _lab.World.Members) await OpenSeedAsync(member);
        _lab.Ledger.AdvanceSeconds(_lab.Policy.OpeningSeconds + 1);
        var examining = await ExpireAsync();
        Assert.Equal((DisputeState.Examining, _lab.Ledger.Now + (_lab.Policy.JudgmentSeconds * 1000L)), (examining.State, examining.Deadline));

        // The liability of a week does not run out while the authority may still name a culprit.
        _lab.Ledger.AdvanceSeconds(_lab.Policy.LiabilitySeconds);
        await _lab.Ledger.RefusedAsync(ErrorCodes.DepositFrozen, _lab.Cheat, Core.TransactionNames.Incentive.Contract, Core.TransactionNames.Incentive.Withdraw, new MoveDeposit(1));
        _lab.Ledger.AdvanceSeconds(_lab.Policy.JudgmentSeconds - _lab.Policy.LiabilitySeconds + 1);
        Assert.Equal(DisputeState.Lapsed, (await ExpireAsync()).State);
        await _lab.RefusedAsync(ErrorCodes.WrongDisputeState, _lab.Partner, Names.ConvictOpening, await ConvictionAsync(_lab.Cheat));
        await _lab.RefusedAsync(ErrorCodes.WrongDisputeState, _lab.Partner, Names.ExpireDispute, new RoundReference(TrainingWorld.Fid, 1));
        _lab.AssertUntouched(_lab.World.Members);
    }

    [Fact]
    public async Task Dispute_OpenedByTheCulprit_IsNotRewarded()
    {
        await OpenAsync(_lab.Cheat);
        foreach (var member in _lab.World.Members) await OpenSeedAsync(member);
        await ConvictAsync(_lab.Cheat);
        Assert.Equal((string.Empty, 0), (_lab.Fault(FaultKind.AbsurdGradient)!.Reporter, _lab.Fault(FaultKind.AbsurdGradient)!.Reward));
        Assert.Equal(TrainingWorld.Wealth + Rewards(_lab.Cheat), _lab.World.BalanceOf(_lab.Cheat));
    }

    [Fact]
    public async Task OpenDispute_PossibleSum_IsRefused()
    {
        await _lab.ToAbsurdSumAsync();
        var (request, payload) = _lab.DisputeOfTheFirst();
        await _lab.RefusedAsync(ErrorCodes.BadEvidence, _lab.Partner, Names.OpenDispute, request, payload);
        Assert.Equal(ModelStage.Training, _lab.World.Model.Stage);
    }

    [Fact]
    public async Task OpenDispute_EvidenceThatShowsNothing_IsRefused()
    {
        await _lab.ToAbsurdSumAsync(_lab.Cheat);
        var keys = _lab.ShareKeysOfTheFirst().ToArray();
        await EvidenceRefusedAsync(new DisputeEvidence([.. keys.Take(2)]));
        await EvidenceRefusedAsync(new DisputeEvidence(keys));
        await EvidenceRefusedAsync(new DisputeEvidence([keys[1], keys[0], keys[2]]));
        await EvidenceRefusedAsync(new DisputeEvidence([keys[0], keys[0], keys[1]]));
        await EvidenceRefusedAsync(new DisputeEvidence([keys[0], keys[1], keys[2] with { Key = keys[1].Key }]));
        await EvidenceRefusedAsync(new DisputeEvidence([keys[0], keys[1], keys[2] with { Key = [1] }]));
        await EvidenceRefusedAsync(new DisputeEvidence([keys[0], keys[1], keys[2] with { DpId = "x" }]));
        byte[] garbage = [1];
        await _lab.RefusedAsync(ErrorCodes.BadEvidence, _lab.Partner, Names.OpenDispute, new OpenDispute(TrainingWorld.Fid, 1, Naming.Digest(garbage)), garbage);
        var (request, payload) = _lab.DisputeOfTheFirst();
        await _lab.RefusedAsync(ErrorCodes.NotMember, _lab.World.Stranger, Names.OpenDispute, request, payload);
        await _lab.RefusedAsync(ErrorCodes.WrongPhase, _lab.Partner, Names.OpenDispute, request with { Iteration = 2 }, payload);
        await _lab.RefusedAsync(ErrorCodes.WrongIteration, _lab.Partner, Names.OpenDispute, request with { Iteration = 3 }, payload);
        await _lab.RefusedAsync(ErrorCodes.NoDispute, _lab.Partner, Names.ExpireDispute, new RoundReference(TrainingWorld.Fid, 1));
    }

    [Fact]
    public async Task OpenDispute_WhereThePolicyAllowsNone_IsRefused()
    {
        using var lab = new Lab(policy => policy with { MaxDisputes = 0 });
        await lab.Play.ToLeaderAsync(1);
        await lab.RefusedAsync(ErrorCodes.TooManyDisputes, lab.Partner, Names.OpenDispute, new OpenDispute(TrainingWorld.Fid, 1, Naming.Digest([1])), [1]);
    }

    [Fact]
    public async Task SubmitOpening_TwiceOrByAStranger_IsRefused()
    {
        await OpenAsync();
        await OpenSeedAsync(_lab.Partner);
        await _lab.RefusedAsync(ErrorCodes.AlreadySubmitted, _lab.Partner, Names.SubmitOpening, new SubmitOpening(TrainingWorld.Fid, 1, [1]));
        await _lab.RefusedAsync(ErrorCodes.NotParty, _lab.World.Node, Names.SubmitOpening, new SubmitOpening(TrainingWorld.Fid, 1, [1]));
        await _lab.RefusedAsync(ErrorCodes.BadArgument, _lab.Cheat, Names.SubmitOpening, new SubmitOpening(TrainingWorld.Fid, 1, []));
        await _lab.RefusedAsync(ErrorCodes.BadArgument, _lab.Cheat, Names.SubmitOpening, new SubmitOpening(TrainingWorld.Fid, 1, new byte[4_097]));
        await _lab.RefusedAsync(ErrorCodes.NoDispute, _lab.Cheat, Names.SubmitOpening, new SubmitOpening(TrainingWorld.Fid, 2, [1]));
    }

    private async Task<DisputeRecord> OpenAsync(TestIdentity? opener = null)
    {
        await _lab.ToAbsurdSumAsync(_lab.Cheat);
        var (request, payload) = _lab.DisputeOfTheFirst();
        return await _lab.Ledger.SubmitAsync<DisputeRecord>(opener ?? _lab.Partner, Names.Contract, Names.OpenDispute, request, payload);
    }

    private Task<string> EvidenceRefusedAsync(DisputeEvidence evidence)
    {
        var payload = CanonicalJson.Encode(evidence);
        return _lab.RefusedAsync(ErrorCodes.BadEvidence, _lab.Partner, Names.OpenDispute, new OpenDispute(TrainingWorld.Fid, 1, Naming.Digest(payload)), payload);
    }

    private Task<Endorsement> OpenSeedAsync(TestIdentity member) =>
        SubmitAsync(member, SealedEnvelope.Seal(_authority.PublicKey, EnvelopeContexts.SeedOpening(TrainingWorld.Fid, 1, member.PartyId), _lab.Play.Seeds[(1, member.PartyId)]));

    private Task<Endorsement> SubmitAsync(TestIdentity member, byte[] envelope) =>
        _lab.Ledger.SubmitAsync(member, Names.Contract, Names.SubmitOpening, new SubmitOpening(TrainingWorld.Fid, 1, envelope));

    private Task<DisputeAnswer> StateAsync() =>
        _lab.Ledger.EvaluateAsync<DisputeAnswer>(_lab.World.Stranger, Names.Contract, Names.GetDispute, new RoundReference(TrainingWorld.Fid, 1));

    private async Task<ConvictOpening> ConvictionAsync(TestIdentity accused)
    {
        var envelope = (await StateAsync()).Openings.Single(entry => entry.Author == accused.PartyId).Envelope;
        return new ConvictOpening(TrainingWorld.Fid, 1, accused.PartyId, envelope.Length < SealedEnvelope.OverheadBytes ? [] : _authority.CreateOpening(envelope));
    }

    private async Task<DisputeRecord> ConvictAsync(TestIdentity accused) =>
        await _lab.Ledger.SubmitAsync<DisputeRecord>(_lab.World.Stranger, Names.Contract, Names.ConvictOpening, await ConvictionAsync(accused));

    private Task<DisputeRecord> ExpireAsync() =>
        _lab.Ledger.SubmitAsync<DisputeRecord>(_lab.World.Stranger, Names.Contract, Names.ExpireDispute, new RoundReference(TrainingWorld.Fid, 1));

    private long Rewards(TestIdentity party) =>
        _lab.Ledger.Read<LeaderEntry>(Keys.Leader(TrainingWorld.Fid, 1))!.Leader == party.PartyId ? _lab.Policy.LeaderReward : 0;
}
