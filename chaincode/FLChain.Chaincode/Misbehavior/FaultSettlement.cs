using FLChain.Chaincode.Training;
using FLChain.Core.Reliability;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>
/// What follows from verified faults in one federation (paper, Table III): the deposit is confiscated, the reporter
/// rewarded, the federation halted where its sum is spoilt, and then its partners are compensated: once, as soon as it is
/// halted for a fault and there is money. Gather the faults, then write them with everything else that the transaction
/// does.
/// <para>
/// Money: PAC passes on at most what the deposits paid into it for faults in this federation, just now or before (nothing
/// else is paid of that), the federation at most what PAC has just passed to it, so neither needs a balance that is read.
/// A deposit gives at most d_DP, and nothing that backs another federation of the accused.
/// </para>
/// </summary>
internal sealed class FaultSettlement(LedgerContext context, ModelRecord model, Payments payments, TrainerDrafts drafts)
{
    /// <summary>Most faults that are looked at. Members are expelled by their first, so a federation has hardly more than members; nodes that aggregate for it cost themselves a deposit each.</summary>
    public const int MaxFaults = 1_000;

    private readonly List<FaultRecord> _records = [];
    private IReadOnlyList<string>? _expelled;
    private IReadOnlyList<FaultRecord>? _earlier;
    private bool _halts;
    private long _compensated;

    /// <summary>Everyone whom this transaction finds at fault, when they are several: none of them is compensated.</summary>
    public IReadOnlyList<string> Culprits { get; init; } = [];

    /// <summary>Whether this very fault has been settled before, in an earlier transaction.</summary>
    public static Task<bool> IsSettledAsync(LedgerContext context, string fid, int iteration, FaultKind kind, string accused) =>
        context.ExistsAsync(Keys.Fault(fid, iteration, kind, accused));

    /// <summary>Gathers one fault, which has not been settled before: moves the money and drafts the accused's record.</summary>
    /// <returns>What will be written of it.</returns>
    public async Task<FaultRecord> AddAsync(Fault fault)
    {
        var policy = await context.PolicyAsync();
        var confiscated = await ConfiscableAsync(fault.Accused, policy);
        var reward = fault.Reporter.Length > 0 ? Math.Min(policy.ReportReward, confiscated) : 0;
        payments.Pay(AccountName.Deposit(fault.Accused), AccountName.Public, confiscated, PaymentEvent.Confiscation, model.Fid);
        if (fault.Reporter.Length > 0) payments.Pay(AccountName.Public, AccountName.Party(fault.Reporter), reward, PaymentEvent.Reward, model.Fid);
        _halts |= fault.Halts;
        var compensation = await PassOnAsync(fault.Accused, confiscated - reward);
        await drafts.ChangeAsync(fault.Accused, trainer => Marked(trainer, fault, policy));
        var record = new FaultRecord(
            model.Fid, fault.Iteration, fault.Kind, fault.Accused, fault.Reporter, fault.Finding, confiscated,
            reward, compensation, fault.Halts, context.Now, context.Tx);
        _records.Add(record);
        return record;
    }

    /// <summary>Compensates the partners of what the faults so far have left, when it is they that end the federation now.</summary>
    public Task CompensateAsync()
    {
        _halts = true;
        return PassOnAsync(string.Empty, 0);
    }

    /// <summary>Halts the federation when a fault does, drafting its members; returns the model to write, or null when it stays as it is.</summary>
    /// <param name="standings">What the federation has learned of its members, when it still trains.</param>
    public async Task<ModelRecord?> HaltAsync(IReadOnlyList<Standing> standings)
    {
        if (!_halts || model.Stage == ModelStage.Halted) return null;
        return await new FederationEnd(context, model, model.Stage == ModelStage.Training ? standings : []).HaltedAsync(drafts);
    }

    /// <summary>Writes the faults and expulsions; payments, drafts and model are the caller's to write.</summary>
    public async Task WriteAsync()
    {
        if (_records.Count > 0 || _compensated > 0) await AuthoritySeal.PressAsync(context);
        await Compensation.WriteAsync(context, model.Fid, _compensated);
        foreach (var record in _records)
        {
            await context.PutAsync(Keys.Fault(record.Fid, record.Iteration, record.Kind, record.Accused), record);
            if (model.Dps.Contains(record.Accused, StringComparer.Ordinal))
                await context.PutAsync(Keys.Expulsion(model.Fid, record.Accused), new ExpulsionEntry(record.Accused, record.Kind, context.Now));
        }
    }

    /// <summary>Commits the payments and writes everything: for a transaction that does nothing else to the federation.</summary>
    public async Task CommitAsync(IReadOnlyList<Standing> standings)
    {
        var halted = await HaltAsync(standings);
        await payments.CommitAsync();
        await drafts.WriteAsync();
        if (halted is not null) await context.PutAsync(Keys.Model(model.Fid), halted);
        await WriteAsync();
    }

    /// <summary>
    /// What can be taken from the accused for a fault here: d_DP, unless this federation's was taken before or other
    /// federations need what is there. A member's deposit that does not cover d_DP for each federation, because the policy
    /// has raised it since, backs each with an equal part.
    /// </summary>
    public async Task<long> ConfiscableAsync(string accused, Policy policy)
    {
        if ((await ExpelledAsync()).Contains(accused, StringComparer.Ordinal)) return 0;
        var engagements = await Liability.EngagementsAsync(context, await drafts.GetAsync(accused));
        var elsewhere = engagements.Count(fid => !string.Equals(fid, model.Fid, StringComparison.Ordinal));
        var deposit = await Liability.DepositAsync(context, accused);
        var free = elsewhere < engagements.Count ? deposit / engagements.Count : deposit - (policy.RegistrationDeposit * elsewhere);
        return Math.Clamp(free, 0, policy.RegistrationDeposit);
    }

    private TrainerRecord Marked(TrainerRecord trainer, Fault fault, Policy policy)
    {
        var evidence = fault.Disqualifies ? trainer.Evidence.WithFault() : trainer.Evidence;
        return trainer with
        {
            Evidence = evidence,
            Rely = ReliabilityScore.Of(evidence, policy),
            Status = fault.Disqualifies ? TrainerStatus.Unqualified : trainer.Status,
            Engagements = [.. trainer.Engagements.Where(fid => !string.Equals(fid, model.Fid, StringComparison.Ordinal))],
        };
    }

    // From PAC to the federation, from there to its partners when they are due theirs, and what remains back.
    private async Task<long> PassOnAsync(string accused, long confiscated)
    {
        var federation = AccountName.Federation(model.Fid);
        var due = await IsCompensationDueAsync();
        var fund = due ? confiscated + (await FaultsAsync()).Sum(fault => fault.Confiscated - fault.Reward - fault.Compensation) : confiscated;
        payments.Pay(AccountName.Public, federation, fund, PaymentEvent.Penalty, model.Fid);
        var paid = due ? await Compensation.PayAsync(context, payments, drafts, model, accused, [.. await ExpelledAsync(), .. Culprits], fund) : 0;
        payments.Pay(federation, AccountName.Public, fund - paid, PaymentEvent.Residue, model.Fid);
        _compensated += paid;
        return paid;
    }

    private async Task<bool> IsCompensationDueAsync() =>
        _compensated == 0
        && (_halts || (await EarlierAsync()).Any(fault => fault.Halted))
        && !await Compensation.IsPaidAsync(context, model.Fid);

    private async Task<IReadOnlyList<string>> ExpelledAsync() =>
        [.. _expelled ??= await Expulsions.OfAsync(context, model), .. _records.Select(record => record.Accused)];

    private async Task<IReadOnlyList<FaultRecord>> FaultsAsync() => [.. await EarlierAsync(), .. _records];

    private async Task<IReadOnlyList<FaultRecord>> EarlierAsync() => _earlier ??= await context.ListAsync<FaultRecord>(Keys.Faults(model.Fid), MaxFaults);
}
