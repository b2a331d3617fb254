using FLChain.Core.Encoding;

namespace FLChain.Chaincode.Tests.Properties;

/// <summary>
/// What holds after every transaction, whatever it was. That money is conserved and no account falls below zero the
/// ledger's own audit asserts beside these.
/// </summary>
internal sealed class Invariants(MemoryLedger ledger, Policy policy)
{
    private static readonly Dictionary<ModelStage, ModelStage[]> s_stages = new()
    {
        [ModelStage.Recruiting] = [ModelStage.Preparing, ModelStage.Halted],
        [ModelStage.Preparing] = [ModelStage.Training, ModelStage.Halted],
        [ModelStage.Training] = [ModelStage.Finished, ModelStage.Halted],
        [ModelStage.Finished] = [ModelStage.Halted],
        [ModelStage.Halted] = [],
    };

    private static readonly Dictionary<AccusationState, AccusationState[]> s_accusations = new()
    {
        [AccusationState.Pending] = [AccusationState.Judged, AccusationState.Settled, AccusationState.Lapsed],
        [AccusationState.Judged] = [AccusationState.Appealed, AccusationState.Settled, AccusationState.Lapsed],
        [AccusationState.Appealed] = [AccusationState.Settled, AccusationState.Lapsed],
        [AccusationState.Settled] = [],
        [AccusationState.Lapsed] = [],
    };

    private static readonly Dictionary<PurchaseState, PurchaseState[]> s_purchases = new()
    {
        [PurchaseState.Paid] = [PurchaseState.Delivered, PurchaseState.Refunded],
        [PurchaseState.Delivered] = [PurchaseState.Settled, PurchaseState.Refunded],
        [PurchaseState.Settled] = [],
        [PurchaseState.Refunded] = [],
    };

    private static readonly Dictionary<DisputeState, DisputeState[]> s_disputes = new()
    {
        [DisputeState.Opening] = [DisputeState.Examining, DisputeState.Convicted],
        [DisputeState.Examining] = [DisputeState.Convicted, DisputeState.Lapsed],
        [DisputeState.Convicted] = [],
        [DisputeState.Lapsed] = [],
    };

    private static readonly Dictionary<ReportState, ReportState[]> s_reports = new()
    {
        [ReportState.Challenged] = [ReportState.Answered, ReportState.Proven],
        [ReportState.Answered] = [],
        [ReportState.Proven] = [],
        [ReportState.False] = [],
    };

    private readonly Dictionary<string, Enum> _states = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unqualified = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FaultRecord> _faults = new(StringComparer.Ordinal);

    public void Check()
    {
        foreach (var model in Records<ModelRecord>(Keys.Models)) Check(model);
        foreach (var trainer in Records<TrainerRecord>(Keys.Trainers)) Check(trainer);
        foreach (var accusation in Records<AccusationRecord>(Keys.Accusations))
        {
            Moves(accusation.ReportId, accusation.State, s_accusations);
            Assert.Equal(accusation.State is AccusationState.Settled or AccusationState.Lapsed, accusation.Deadline == 0);
        }

        foreach (var report in Records<ReportRecord>(Keys.Reports))
        {
            Moves(report.ReportId, report.State, s_reports);
            var stands = ledger.Read<FaultRecord>(Keys.Fault(report.Fid, report.Iteration, report.Kind, report.Accused)) is not null;
            if (report.State == ReportState.Proven) Assert.True(stands, $"{report.ReportId} is proven and there is no fault");
        }

        foreach (var purchase in Records<PurchaseRecord>(LedgerKey.Range("purchase"))) Moves(purchase.PurchaseId, purchase.State, s_purchases);
        foreach (var dispute in Records<DisputeRecord>(LedgerKey.Range("dispute")))
        {
            Moves($"dispute {dispute.Fid} {dispute.Iteration}", dispute.State, s_disputes);
            Assert.Equal(dispute.State == DisputeState.Convicted, dispute.State != DisputeState.Opening && dispute.Culprits.Count > 0);
        }

        var faults = Records<FaultRecord>(LedgerKey.Range("fault")).ToArray();
        foreach (var fault in faults) Check(fault);
        foreach (var federation in faults.GroupBy(fault => fault.Fid, StringComparer.Ordinal)) CheckMoney([.. federation]);
    }

    /// <summary>After a withdrawal: a hold or an inspection outside of the trainer's federations and a pending accusation bind one more deposit each.</summary>
    public void CheckWithdrawal(TestIdentity party)
    {
        if (ledger.Read<TrainerRecord>(Keys.Trainer(party.PartyId)) is not { } trainer) return;
        var live = Live(trainer).ToArray();
        var holds = Records<HoldEntry>(Keys.Holds(party.PartyId)).Any(hold => hold.Until > ledger.Now && !live.Contains(hold.Fid))
            || Records<PendingEntry>(Keys.AllPendingAgainst(party.PartyId)).Any(pending => pending.Inspects is { } fid && !live.Contains(fid));
        var bound = live.Length + (holds ? 1 : 0) + (trainer.Status == TrainerStatus.Suspending ? 1 : 0);
        Assert.True(DepositOf(trainer) >= bound * policy.RegistrationDeposit, $"{trainer.DpId} withdrew to {DepositOf(trainer)} behind {bound} bonds");
    }

    private void Check(ModelRecord model)
    {
        Moves(model.Fid, model.Stage, s_stages);
        Assert.Equal(model.Stage == ModelStage.Finished, model.Status != ModelStatus.Unavailable);
        var judging = Records<PendingEntry>(Keys.AllInJudging(model.Fid)).Any();
        if (model.Stage == ModelStage.Finished) Assert.Equal(judging ? ModelStatus.Problematic : ModelStatus.Onsale, model.Status);
    }

    private void Check(TrainerRecord trainer)
    {
        if (trainer.Status == TrainerStatus.Unqualified) _unqualified.Add(trainer.DpId);
        else Assert.DoesNotContain(trainer.DpId, _unqualified);
        Assert.Equal(
            trainer.Status != TrainerStatus.Unqualified && Records<PendingEntry>(Keys.AllPendingAgainst(trainer.DpId)).Any(pending => pending.Inspects is null),
            trainer.Status == TrainerStatus.Suspending);
        Assert.InRange(trainer.Rely, 0, Ratio.One);
        if (trainer.Evidence.Faults > 0) Assert.True(trainer.Rely <= policy.FaultFactor);

        // What a deposit must back it backs: each federation until the time of liability is over.
        var live = Live(trainer).Count();
        Assert.True(DepositOf(trainer) >= live * policy.RegistrationDeposit, $"{trainer.DpId} has a deposit of {DepositOf(trainer)} behind {live} federations");
    }

    private IEnumerable<string> Live(TrainerRecord trainer) => trainer.Engagements.Where(fid =>
    {
        var model = ledger.Read<ModelRecord>(Keys.Model(fid))!;
        return model.Stage is not (ModelStage.Finished or ModelStage.Halted)
            || model.StageSince + (policy.LiabilitySeconds * 1000L) > ledger.Now
            || Records<DisputeRecord>(Keys.Disputes(fid)).Any(dispute => dispute.State is DisputeState.Opening or DisputeState.Examining);
    });

    private long DepositOf(TrainerRecord trainer) => ledger.Read<AccountRecord>(Keys.Account(trainer.DpId))?.Deposit ?? 0;

    // A fault once proven never changes.
    private void Check(FaultRecord fault)
    {
        var key = Keys.Fault(fault.Fid, fault.Iteration, fault.Kind, fault.Accused);
        if (_faults.TryGetValue(key, out var before)) Assert.Equal(before, fault);
        _faults[key] = fault;
        Assert.True(fault.Reward <= fault.Confiscated && fault.Confiscated <= policy.RegistrationDeposit);
    }

    // No more is paid out of a federation's faults than was taken for them by then, and its partners are compensated once.
    private static void CheckMoney(IReadOnlyList<FaultRecord> faults)
    {
        foreach (var fault in faults) Assert.True(faults.Where(other => other.At <= fault.At).Sum(other => other.Confiscated - other.Reward - other.Compensation) >= 0);
        Assert.True(faults.Count(fault => fault.Compensation > 0) <= 1);
    }

    private void Moves<T>(string id, T now, Dictionary<T, T[]> machine)
        where T : struct, Enum
    {
        if (_states.TryGetValue(id, out var before) && !before.Equals(now))
            Assert.True(machine[(T)before].Contains(now), $"{id} went from {before} to {now}");
        _states[id] = now;
    }

    private IEnumerable<T> Records<T>(LedgerKeyRange range) =>
        ledger.State.Range(range.Start, range.End).Select(row => CanonicalJson.Decode<T>(row.Value.Bytes));
}
