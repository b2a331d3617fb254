using FLChain.Chaincode.Tests.Training;
using Names = FLChain.Core.TransactionNames.Misbehavior;
using TrainingNames = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>Missed deadlines and early aborts: marked down, and past the policy's number the deposit goes.</summary>
public sealed class AbsenceTests : IDisposable
{
    private readonly Lab _lab = new(policy => policy with { MaxMisses = 2 }, trainers: 5, threshold: 3, iterations: 4);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Absent_AsOftenAsThePolicyBears_LosesItsDepositAndTheOthersGoOn()
    {
        await IterateWithoutAsync(1);
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
        await IterateWithoutAsync(1);
        await _lab.Play.SubmitAsync(_lab.Cheat, TrainingNames.Return, new ModelReference(TrainingWorld.Fid));
        using var patient = new Lab(policy => policy with { MaxMisses = 3 }, trainers: 5, threshold: 3, iterations: 3);
        await IterateWithoutAsync(1, patient);
        await patient.Play.SubmitAsync(patient.Cheat, TrainingNames.Return, new ModelReference(TrainingWorld.Fid));
        await patient.Play.IterateAsync(2, patient.Honest);
        await patient.Play.IterateAsync(3);
        Assert.Equal(_lab.Policy.RegistrationDeposit, patient.World.DepositOf(patient.Cheat));
    }

    [Fact]
    public async Task ExpireShare_WhoGaveNoShareWhileItWasWaitedFor_IsMarkedDown()
    {
        using var strict = new Lab(policy => policy with { MaxMisses = 1 });
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

    private Task IterateWithoutAsync(int iteration) => IterateWithoutAsync(iteration, _lab);

    private static async Task IterateWithoutAsync(int iteration, Lab lab)
    {
        foreach (var member in lab.Honest) await lab.Play.GiveAsync(iteration, member);
        lab.Ledger.AdvanceSeconds(lab.World.Terms.GradientSeconds);
        await lab.Play.ExpireAsync(Phases.Gradient, iteration);
        foreach (var member in lab.Honest) await lab.Play.AggregateAsync(iteration, member);
        await lab.Play.ElectAsync(iteration);
        foreach (var member in lab.Honest.Take(lab.World.Terms.Threshold)) await lab.Play.UnmaskAsync(iteration, member);
        await lab.Play.CloseAsync(iteration);
    }
}
