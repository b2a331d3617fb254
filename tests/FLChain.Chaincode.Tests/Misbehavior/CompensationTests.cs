using System.Security.Cryptography;
using FLChain.Chaincode.Tests.Training;
using FLChain.Cryptography.Envelopes;
using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>The partners of a halted federation are compensated once, whichever fault comes first and whichever has the money.</summary>
public sealed class CompensationTests : IDisposable
{
    private readonly ECDsa _judge = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly EnvelopeKey _authority = EnvelopeKey.Generate();

    public void Dispose()
    {
        _judge.Dispose();
        _authority.Dispose();
    }

    // The first fault takes the deposit and halts nothing; the second halts and finds nothing to take.
    [Theory]
    [InlineData(FaultKind.IncorrectAggregate, FaultKind.IncorrectGradient)]
    [InlineData(FaultKind.IncorrectGradient, FaultKind.IncorrectAggregate)]
    public async Task TwoFaultsOfOneMember_InEitherOrder_CompensateThePartnersOnce(FaultKind first, FaultKind second)
    {
        using var lab = Open(trainers: 4);
        await GiveBadGradientAndAggregateAsync(lab);
        await lab.ReportAsync(lab.World.Stranger, lab.Accusing(first));
        await lab.ReportAsync(lab.World.Stranger, lab.Accusing(second));
        Assert.Equal(ModelStage.Halted, lab.World.Model.Stage);
        Assert.Equal(3 * lab.Compensation, lab.Fault(FaultKind.IncorrectGradient)!.Compensation);
        Assert.Equal(0, lab.Fault(FaultKind.IncorrectAggregate)!.Compensation);
        Assert.All(lab.Honest, partner => Assert.Equal(TrainingWorld.Wealth + lab.Compensation, lab.World.BalanceOf(partner)));
        Assert.Equal(lab.Policy.RegistrationDeposit + lab.Policy.ReportFee - lab.Policy.ReportReward - (3 * lab.Compensation), lab.World.Stated(AccountName.Public));
        Assert.Equal(0, lab.World.Stated(AccountName.Federation(TrainingWorld.Fid)));
        Assert.Equal(3 * lab.Compensation, lab.Ledger.Read<CompensationEntry>(Keys.Compensation(TrainingWorld.Fid))!.Amount);
    }

    // The halting fault finds no deposit: it went to a judgment. The next fault's is there.
    [Fact]
    public async Task FaultAfterAHaltThatHadNoMoney_CompensatesThePartners()
    {
        using var lab = Open(trainers: 5);
        await GiveBadGradientAndAggregateAsync(lab);
        await lab.Play.AggregateAsync(1, lab.Partner, await WrongAsync(lab));
        await ConvictAsync(lab, await AccuseAsync(lab, lab.Cheat), legal: true);
        await lab.ReportAsync(lab.World.Stranger, lab.Accusing(FaultKind.IncorrectGradient));
        Assert.Equal((ModelStage.Halted, 0L), (lab.World.Model.Stage, lab.Fault(FaultKind.IncorrectGradient)!.Compensation));

        await lab.ReportAsync(lab.World.Stranger, lab.Accusing(FaultKind.IncorrectAggregate, accused: lab.Partner));
        Assert.Equal(3 * lab.Compensation, lab.Fault(FaultKind.IncorrectAggregate, accused: lab.Partner)!.Compensation);
        Assert.All(lab.Honest[1..], partner => Assert.Equal(TrainingWorld.Wealth + lab.Compensation, lab.World.BalanceOf(partner)));
    }

    [Fact]
    public async Task TwoSilentContributors_TheFirstWithoutADeposit_TheSecondsCompensatesThePartners()
    {
        using var lab = Open(trainers: 5);
        await lab.ToAbsurdSumAsync(lab.Cheat);
        await ConvictAsync(lab, await AccuseAsync(lab, lab.Cheat), legal: true);
        var (request, payload) = lab.DisputeOfTheFirst();
        await lab.Ledger.SubmitAsync<DisputeRecord>(lab.Honest[1], Names.Contract, Names.OpenDispute, request, payload);
        foreach (var member in lab.Honest[1..])
        {
            var sealedFor = EnvelopeContexts.SeedOpening(TrainingWorld.Fid, 1, member.PartyId);
            var envelope = SealedEnvelope.Seal(_authority.PublicKey, sealedFor, lab.Play.Seeds[(1, member.PartyId)]);
            await lab.Ledger.SubmitAsync(member, Names.Contract, Names.SubmitOpening, new SubmitOpening(TrainingWorld.Fid, 1, envelope));
        }

        var before = lab.Honest[1..].Select(lab.World.BalanceOf).ToArray();
        lab.Ledger.AdvanceSeconds(lab.Policy.OpeningSeconds + 1);
        await lab.Ledger.SubmitAsync<DisputeRecord>(lab.World.Stranger, Names.Contract, Names.ExpireDispute, new RoundReference(TrainingWorld.Fid, 1));
        Assert.Equal((0L, 0L), (lab.Fault(FaultKind.WithheldSeed)!.Confiscated, lab.Fault(FaultKind.WithheldSeed)!.Compensation));
        Assert.Equal(3 * lab.Compensation, lab.Fault(FaultKind.WithheldSeed, accused: lab.Partner)!.Compensation);
        long[] expected = [before[0] + lab.Policy.ReportReward + lab.Compensation, before[1] + lab.Compensation, before[2] + lab.Compensation];
        Assert.Equal(expected, lab.Honest[1..].Select(lab.World.BalanceOf));
    }

    [Fact]
    public async Task ModelForbiddenAfterItsPartnersWereCompensated_CompensatesThemNoMore()
    {
        using var lab = Open(trainers: 4);
        await lab.GiveBadGradientAsync();
        var accusation = await AccuseAsync(lab, lab.Partner);
        await lab.ReportAsync(lab.World.Stranger, lab.Accusing(FaultKind.IncorrectGradient));
        await ConvictAsync(lab, accusation, legal: false);
        Assert.Equal(0, lab.World.DepositOf(lab.Partner));
        Assert.All(lab.Honest, partner => Assert.Equal(TrainingWorld.Wealth + lab.Compensation, lab.World.BalanceOf(partner)));
        Assert.Equal(0, lab.World.Stated(AccountName.Federation(TrainingWorld.Fid)));
    }

    [Fact]
    public async Task FaultInAModelThatWasForbidden_CompensatesThePartnersNoMore()
    {
        using var lab = Open(trainers: 4);
        await lab.GiveBadGradientAsync();
        await ConvictAsync(lab, await AccuseAsync(lab, lab.Partner), legal: false);
        var before = lab.World.BalanceOf(lab.Honest[1]);
        Assert.Equal(TrainingWorld.Wealth + lab.Compensation, before);
        await lab.ReportAsync(lab.World.Stranger, lab.Accusing(FaultKind.IncorrectGradient));
        Assert.Equal(before, lab.World.BalanceOf(lab.Honest[1]));
    }

    private Lab Open(int trainers) => new(
        policy => policy with { AuthorityKey = _authority.PublicKey, JudgeKeys = [_judge.ExportSubjectPublicKeyInfo()], AppealSeconds = 0 },
        trainers);

    private static async Task GiveBadGradientAndAggregateAsync(Lab lab)
    {
        await lab.GiveBadGradientAsync();
        foreach (var member in lab.Honest) await lab.Play.GiveAsync(1, member);
        await lab.Play.AggregateAsync(1, lab.Cheat, await WrongAsync(lab));
    }

    private static async Task<byte[]> WrongAsync(Lab lab)
    {
        var payloads = new List<ReadOnlyMemory<byte>>();
        foreach (var member in lab.Honest) payloads.Add(await lab.Play.PayloadAsync(1, Phases.Gradient, member.PartyId));
        return lab.Play.Gradients.Aggregate(payloads);
    }

    private static Task<AccusationRecord> AccuseAsync(Lab lab, TestIdentity accused) =>
        lab.Ledger.SubmitAsync<AccusationRecord>(lab.World.Stranger, Names.Contract, Names.ReportUnqualified, new ReportUnqualified(accused.PartyId, "a claim", Naming.Digest([1])));

    private async Task ConvictAsync(Lab lab, AccusationRecord accusation, bool legal)
    {
        var judgment = new Judgment(
            accusation.ReportId, 1, Verdict.Guilty, "findings", JudgmentForm.ClaimDigest(accusation.Claim),
            [new ModelVerdict(TrainingWorld.Fid, legal)], lab.Ledger.Now);
        await lab.Ledger.SubmitAsync<AccusationRecord>(
            lab.World.Stranger, Names.Contract, Names.Judge, new SubmitJudgment(judgment, [Court.Signature(_judge, judgment)]));
    }
}
