using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Errors;
using FLChain.Core.Money;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.Laboratory.Scenes;

/// <summary>What the ledger says at the end of a scene.</summary>
/// <param name="Model">The federation.</param>
/// <param name="Faults">Proven faults.</param>
/// <param name="Trainers">The members' records, in the scene's order.</param>
/// <param name="Led">Rewards for leading that each member earned, in the scene's order.</param>
/// <param name="Accounts">All accounts.</param>
internal sealed record SceneFacts(
    ModelRecord Model,
    IReadOnlyList<FaultRecord> Faults,
    IReadOnlyList<TrainerRecord> Trainers,
    IReadOnlyList<long> Led,
    ConservationAnswer Accounts)
{
    public static async Task<SceneFacts> ReadAsync(Scene scene, CancellationToken cancellationToken)
    {
        var ledger = scene.Ledger;
        var trainers = new List<TrainerRecord>();
        foreach (var member in scene.Members) trainers.Add(await ledger.TrainerAsync(member.DpId, cancellationToken));
        var leaders = await LeadersAsync(scene, cancellationToken);
        return new SceneFacts(
            await ledger.ModelAsync(scene.Fid, cancellationToken),
            await ledger.FaultsAsync(scene.Fid, cancellationToken),
            trainers,
            [.. scene.Members.Select(member => leaders.Where(leader => leader.Leader == member.DpId).Sum(leader => leader.Reward))],
            await ledger.EvaluateAsync<ConservationAnswer>(
                TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetConservation, null, cancellationToken));
    }

    /// <summary>What an account holds, deposits of parties included.</summary>
    public long Holds(string account) =>
        Accounts.Accounts.Where(answer => answer.Account == account).Sum(answer => answer.Balance + answer.Deposit);

    /// <summary>What a party holds, deposit included.</summary>
    public long HeldBy(string partyId) => Holds(AccountName.Party(partyId));

    private static async Task<IReadOnlyList<LeaderEntry>> LeadersAsync(Scene scene, CancellationToken cancellationToken)
    {
        var leaders = new List<LeaderEntry>();
        try
        {
            for (var iteration = 1; iteration <= Scene.Iterations; iteration++)
                if ((await scene.Ledger.RoundAsync(scene.Fid, iteration, cancellationToken)).Leader is { } leader)
                    leaders.Add(leader);
        }
        catch (LedgerException error) when (error.Is(ErrorCodes.WrongIteration, ErrorCodes.WrongStage, ErrorCodes.WrongPhase))
        {
            // The federation ended before this iteration began.
        }

        return leaders;
    }
}
