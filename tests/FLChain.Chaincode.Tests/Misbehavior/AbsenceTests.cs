using FLChain.Chaincode.Tests.Training;
using Names = FLChain.Core.TransactionNames.Misbehavior;
using TrainingNames = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>Missed deadlines and early aborts: marked down, and past the policy's number the deposit goes.</summary>
public sealed class AbsenceTests : IDisposable
{
    private readonly Lab _lab = new(policy => policy with { MaxMisses = 2, AbsenceSeconds = 0 }, trainers: 5, threshold: 3, iterations: 4);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Absent_AsOftenAsThePolicyBears_LosesItsDepositAndTheOthersGoOn()
    {
        await _lab.IterateWithoutTheCheatAsync(1);
        Assert.Equal(_lab.Policy.RegistrationDeposit, _lab.World.DepositOf(_lab.Cheat));
        await _lab.Play.IterateAsync(2, _lab.Honest);
        Assert.Equal(0, _lab.World.DepositOf(_lab.Cheat));
        var fault = _lab.Fault(FaultKind.Absence, 2)!;
        Assert.Equal((string.Empty, _lab.Policy.RegistrationDeposit, 0, false), (fault.Reporter, fault.Confiscated, fault.Reward, fault.Halted));
        Assert.Equal(_lab.Policy.RegistrationDeposit, _lab.World.Stated(AccountName.Public));

        // It stays a trainer in good standing: it was absent, and is no cheat.
        Assert.Equal((TrainerStatus.Qualified, 0), (_lab.World.TrainerOf(_lab.Cheat).Status, _lab.World.TrainerOf(_lab.Cheat).Evidence.Faults));
        Assert.Empty(_lab.World.TrainerOf(_lab.Cheat).Engagements);
        await _lab.Play.RefusedAsync(ErrorCodes.Expelled, _lab.Cheat, TrainingNames.Return, new ModelReference(TrainingWorld.Fid));
        await _lab.Play.IterateAsync(3, _lab.Honest);
        await _lab.Play.IterateAsync(4, _lab.Honest);
        foreach (var member in _lab.Honest) await _lab.Play.FinishAsync(member);
        Assert.Equal(ModelStatus.Onsale, _lab.World.Model.Status);
        _lab.AssertUntouched(_lab.Honest);
    }

    [Fact]
    public async Task Absent_OnceAndBackAgain_KeepsItsDeposit()
    {
        await _lab.IterateWithoutTheCheatAsync(1);
        await _lab.Play.SubmitAsync(_lab.Cheat, TrainingNames.Return, new ModelReference(TrainingWorld.Fid));
        using var patient = new Lab(policy => policy with { MaxMisses = 3, AbsenceSeconds = 0 }, trainers: 5, threshold: 3, iterations: 3);
        await patient.IterateWithoutTheCheatAsync(1);
        await patient.Play.SubmitAsync(patient.Cheat, TrainingNames.Return, new ModelReference(TrainingWorld.Fid));
        await patient.Play.IterateAsync(2, patient.Honest);
        await patient.Play.IterateAsync(3);
        Assert.Equal(_lab.Policy.RegistrationDeposit, patient.World.DepositOf(patient.Cheat));
    }

    [Fact]
    public async Task ExpireShare_WhoGaveNoShareWhileItWasWaitedFor_IsMarkedDown()
    {
        using var strict = new Lab(policy => policy with { MaxMisses = 1, AbsenceSeconds = 0 });
        await strict.Play.ToLeaderAsync(1);
        await strict.Play.UnmaskAsync(1, strict.Honest[0]);
        await strict.Play.UnmaskAsync(1, strict.Honest[1]);
        strict.Ledger.AdvanceSeconds(strict.World.Terms.ShareSeconds);
        await strict.Play.ExpireAsync(Phases.Share, 1);
        Assert.Equal(ModelStage.Halted, strict.World.Model.Stage);
        Assert.Equal(0, strict.World.DepositOf(strict.Cheat));
        Assert.Equal(0, strict.World.DepositOf(strict.Honest[2]));
        strict.AssertUntouched(strict.Honest[0], strict.Honest[1]);
    }

    // A reboot lasts minutes, and iterations may take less than a second: their number alone says little.
    [Fact]
    public async Task Absent_FromManyIterationsInAShortTime_KeepsItsDepositUntilItHasBeenOutAsLongAsThePolicySays()
    {
        using var lab = new Lab(policy => policy with { MaxMisses = 1 }, trainers: 5, threshold: 3, iterations: 4);
        await lab.IterateWithoutTheCheatAsync(1);
        var outSince = lab.World.Round(1).ClosedAt;
        await lab.Play.IterateAsync(2, lab.Honest);
        lab.AssertUntouched(lab.Cheat);
        lab.Ledger.Time = DateTimeOffset.FromUnixTimeMilliseconds(outSince + (lab.Policy.AbsenceSeconds * 1000L) - 1);
        await lab.Play.IterateAsync(3, lab.Honest);
        lab.AssertUntouched(lab.Cheat);
        lab.Ledger.Advance(TimeSpan.FromMilliseconds(1));
        await lab.Play.IterateAsync(4, lab.Honest);
        Assert.Equal(0, lab.World.DepositOf(lab.Cheat));
        Assert.Equal(lab.Policy.RegistrationDeposit, lab.Fault(FaultKind.Absence, 4)!.Confiscated);
    }

    [Fact]
    public async Task Absent_AndBackAgain_IsNotOutAnyMore()
    {
        using var lab = new Lab(policy => policy with { MaxMisses = 1, AbsenceSeconds = 100 }, trainers: 5, threshold: 3, iterations: 4);
        await lab.IterateWithoutTheCheatAsync(1);
        await lab.Play.SubmitAsync(lab.Cheat, TrainingNames.Return, new ModelReference(TrainingWorld.Fid));
        await lab.Play.IterateAsync(2, lab.Honest);
        await lab.Play.IterateAsync(3);
        Assert.Equal((2, 0), (StandingOf(lab, 3).Absences, StandingOf(lab, 3).OutSince));
        lab.Ledger.AdvanceSeconds(100);
        await lab.Play.IterateAsync(4);
        lab.AssertUntouched(lab.World.Members);
    }

    // Whom the authority dealt another group key, say, cannot confirm with the others and was never in.
    [Fact]
    public async Task LeftOutFromTheStart_IsNotAbsent()
    {
        var first = _lab.World.Round(0);
        _lab.Ledger.Place(Keys.Round(TrainingWorld.Fid, 0), first with { Active = [.. _lab.Honest.Select(member => member.PartyId)] });
        for (var iteration = 1; iteration <= 4; iteration++) await _lab.Play.IterateAsync(iteration, _lab.Honest);
        Assert.Equal((0, 0), (StandingOf(_lab, 4).Absences, StandingOf(_lab, 4).OutSince));
        _lab.AssertUntouched(_lab.Cheat);
    }

    private static Standing StandingOf(Lab lab, int iteration) => lab.World.Round(iteration).Standings.Single(standing => standing.DpId == lab.Cheat.PartyId);
}
