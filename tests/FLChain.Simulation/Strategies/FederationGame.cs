using FLChain.Core.Training;
using FLChain.Simulation.Worlds;

namespace FLChain.Simulation.Strategies;

/// <summary>One federation, its members playing their strategies with real transactions from the first iteration to the last sale.</summary>
internal sealed class FederationGame
{
    /// <summary>Copies that buyers want of a finished model.</summary>
    public const int Copies = 4;

    private readonly World _world;
    private readonly Cast _cast;
    private readonly IReadOnlyList<Strategy> _strategies;
    private readonly Random _random;
    private readonly long _costOfIteration;
    private readonly long[] _cost;

    // Whoever owed the last iteration a share and gave none.
    private int[] _owing = [];

    private FederationGame(World world, IReadOnlyList<Strategy> strategies, long costOfIteration, Random random)
    {
        _costOfIteration = costOfIteration;
        _world = world;
        _cast = world.Cast;
        _strategies = strategies;
        _random = random;
        _cost = new long[strategies.Count];
    }

    /// <summary>Plays to the end.</summary>
    /// <param name="training">A federation that is about to train; it is not changed.</param>
    /// <param name="strategies">One for each member.</param>
    /// <param name="costOfIteration">c for each iteration that a member trains, paid outside of the ledger.</param>
    /// <param name="random">Chance of this federation alone.</param>
    /// <returns>What each member gained, less its cost of training.</returns>
    public static async Task<long[]> PlayAsync(World training, IReadOnlyList<Strategy> strategies, long costOfIteration, Random random)
    {
        var game = new FederationGame(training.Fork(), strategies, costOfIteration, random);
        await game.PlayAsync();
        await game._world.RequireConservedAsync();
        return [.. game._cast.Members.Select((member, place) => game._world.WealthOf(member) - training.WealthOf(member) - game._cost[place])];
    }

    private async Task PlayAsync()
    {
        for (var number = 1; number <= _cast.Terms.Iterations; number++)
        {
            await IterateAsync(new Iteration(_world, number));
            if (_world.Model.Stage != ModelStage.Training) return;
        }

        var stayed = Members.Where(member => IsActive(_cast.Terms.Iterations + 1, member) && !IsExpelled(member) && _strategies[member] != Strategy.SilentAtTheEnd);
        await _world.FinishAsync(stayed, RatingOf);
        if (_world.Model.Stage == ModelStage.Finished) await AccuseAsync();
        if (_world.Model.Stage == ModelStage.Finished) await SellAsync();
    }

    private IEnumerable<int> Members => Enumerable.Range(0, _strategies.Count);

    private async Task IterateAsync(Iteration iteration)
    {
        var given = await GiveAsync(iteration);
        // Whoever verifies finds what does not verify before anybody multiplies.
        if (await ReportFirstAsync(iteration, given.Keys.Where(member => _strategies[member] is Strategy.WrongGradient or Strategy.CopiedGradient), FaultKind.IncorrectGradient)) return;
        if (_world.Model.Stage != ModelStage.Training) return;

        var aggregate = _cast.Aggregate([.. given.Values], wrong: false);
        foreach (var member in given.Keys.Where(member => _strategies[member] != Strategy.SilentInAggregation))
            await iteration.AggregateAsync(member, _strategies[member] == Strategy.WrongAggregate ? _cast.Aggregate([.. given.Values], wrong: true) : aggregate);
        await ReportFirstAsync(iteration, given.Keys.Where(member => _strategies[member] == Strategy.WrongAggregate), FaultKind.IncorrectAggregate);
        var leader = await iteration.ElectAsync();
        var givers = await UnmaskAsync(iteration, [.. given.Keys], aggregate, leader.BeaconAggregate);
        if (given.Keys.Any(IsAbsurd))
        {
            // When it is over nobody is liable any more.
            await DisputeAsync(iteration.Number, given.Keys, givers);
            return;
        }

        await FalselyReportAsync(iteration, given.Keys, givers);
        await InspectAsync(iteration.Number, given.Keys);
    }

    // Who trained can repeat it before the judge, who did not cannot.
    private async Task InspectAsync(int iteration, IEnumerable<int> contributors)
    {
        var drawn = InspectionDraw.Drawn(_cast.Terms.InspectionRate, Cast.Fid, _world.Read<RoundRecord>(Keys.Round(Cast.Fid, iteration))!);
        foreach (var member in contributors.Where(member => drawn.Contains(_cast.Members[member].PartyId) && IsLiable(member)).ToArray())
        {
            var inspection = await _world.InspectAsync(AnyOf(Members.Where(other => other != member && IsHonest(other))), iteration, member);
            await _world.JudgeAsync(inspection, Trains(member) ? Verdict.Dismissed : Verdict.Guilty, legal: true);
        }
    }

    // In the order of the members: their gradients by place.
    private async Task<SortedDictionary<int, byte[]>> GiveAsync(Iteration iteration)
    {
        var given = new SortedDictionary<int, byte[]>();
        foreach (var member in Members.Where(member => IsActive(iteration.Number, member) && !IsExpelled(member)))
        {
            if (IsSilent(iteration.Number, member)) continue;
            var gradient = _strategies[member] switch
            {
                Strategy.WrongGradient => _cast.Gradient(iteration.Number, member, wrong: true),
                Strategy.CopiedGradient => _cast.Gradient(iteration.Number, member == 0 ? 1 : 0),
                Strategy.AbsurdGradient or Strategy.WithheldSeed => _cast.AbsurdGradient(iteration.Number, member),
                _ => _cast.Gradient(iteration.Number, member),
            };
            if (Trains(member)) _cost[member] += _costOfIteration;
            await iteration.GiveAsync(member, gradient, _random.Next(3), partner => RatingOf(member, partner));
            given[member] = gradient;
        }

        if ((await iteration.StateAsync()).Contributors is null) await iteration.CloseGradientsAsync();
        await ReturnAsync(iteration.Number);
        return given;
    }

    // Whose right shares there are in the end.
    private async Task<int[]> UnmaskAsync(Iteration iteration, int[] contributors, byte[] aggregate, byte[] beaconAggregate)
    {
        var threshold = _cast.Terms.Threshold;
        var inTurn = contributors.Where(member => !IsExpelled(member)).OrderBy(_ => _random.Next()).ToArray();
        _owing = [.. inTurn.Take(threshold).Where(member => _strategies[member] == Strategy.SilentInUnmasking)];
        var willing = inTurn.Where(member => _strategies[member] != Strategy.SilentInUnmasking).ToArray();
        var givers = willing.Take(threshold).ToArray();
        foreach (var member in givers)
            await iteration.ShareAsync(member, _cast.Share(iteration.Number, member, aggregate, _strategies[member] == Strategy.WrongShare), beaconAggregate);
        await iteration.CloseAsync();
        var right = givers.Where(member => _strategies[member] != Strategy.WrongShare).ToList();
        var helpers = new Queue<int>(willing.Skip(threshold));
        foreach (var member in givers.Except(right))
        {
            await ReportFirstAsync(iteration, [member], FaultKind.IncorrectShare);
            if (!helpers.TryDequeue(out var helper)) continue;
            await iteration.ShareAsync(helper, _cast.Share(iteration.Number, helper, aggregate, wrong: false), beaconAggregate);
            right.Add(helper);
        }

        return [.. right];
    }

    // An honest member shows the impossible sum; whoever opens its seed is cleared or convicted by it, who does not is convicted for that.
    private async Task DisputeAsync(int iteration, IEnumerable<int> contributors, int[] givers)
    {
        var dispute = new SumDispute(_world, iteration);
        await dispute.OpenAsync(AnyHonest(), givers);
        foreach (var member in contributors.Where(member => _strategies[member] != Strategy.WithheldSeed)) await dispute.OpenSeedAsync(member);
        foreach (var member in contributors.Where(member => _strategies[member] == Strategy.AbsurdGradient)) await dispute.ConvictAsync(member);
        await dispute.EndAsync();
    }

    // Some honest member is the first to report each.
    private async Task<bool> ReportFirstAsync(Iteration iteration, IEnumerable<int> culprits, FaultKind kind)
    {
        var reported = false;
        foreach (var culprit in culprits.Where(culprit => !IsExpelled(culprit)).ToArray())
        {
            await iteration.ReportAsync(_cast.Members[AnyHonest()], kind, culprit);
            reported = true;
        }

        return reported && _world.Model.Stage != ModelStage.Training;
    }

    private async Task FalselyReportAsync(Iteration iteration, IEnumerable<int> contributors, int[] givers)
    {
        foreach (var member in contributors.Where(member => _strategies[member] == Strategy.FalseReporter).ToArray())
            await iteration.ReportAsync(_cast.Members[member], FaultKind.IncorrectGradient, AnyOf(contributors.Where(IsHonest)));

        // A share is challenged once.
        var unchallenged = new Queue<int>(givers.Where(IsHonest));
        foreach (var member in contributors.Where(member => _strategies[member] == Strategy.FalseChallenger).ToArray())
            if (unchallenged.TryDequeue(out var accused))
                await iteration.ChallengeFalselyAsync(member, accused);
    }

    // All accuse before the judge decides.
    private async Task AccuseAsync()
    {
        var pending = new List<(AccusationRecord Accusation, Verdict Verdict)>();
        foreach (var member in Members.Where(member => _strategies[member] == Strategy.FalseAccuser))
            pending.Add((await _world.AccuseAsync(_cast.Members[member], AnyHonest()), Verdict.Dismissed));
        foreach (var member in Members.Where(member => _strategies[member] == Strategy.IllegalData))
            pending.Add((await _world.AccuseAsync(_cast.Members[AnyHonest()], member), Verdict.Guilty));
        foreach (var (accusation, verdict) in pending) await _world.JudgeAsync(accusation, verdict);
    }

    // The lazy come back as soon as they were left out, for the iteration after the next.
    private async Task ReturnAsync(int iteration)
    {
        foreach (var member in Members.Where(member => _strategies[member] == Strategy.Lazy && !IsActive(iteration, member) && !IsExpelled(member)))
            await _world.SubmitAsync(_cast.Members[member], TransactionNames.Training.Contract, TransactionNames.Training.Return, new ModelReference(Cast.Fid));
    }

    private async Task SellAsync()
    {
        for (var copy = 0; copy < Copies; copy++)
        {
            var sellers = Members.Where(member => _world.Model.Active.Contains(_cast.Members[member].PartyId) && !IsExpelled(member));
            var cheat = sellers.Where(member => _strategies[member] == Strategy.WrongDelivery).Select(member => (int?)member).FirstOrDefault();
            if (cheat is { } wrong) await _world.SellAsync(wrong, wrongKey: true);
            await _world.SellAsync(AnyOf(sellers.Where(member => member != cheat)));
        }
    }

    private bool IsSilent(int iteration, int member) => _strategies[member] switch
    {
        Strategy.Quitter => iteration > 1,
        Strategy.Lazy => iteration % 2 == 0,
        _ => false,
    };

    // What a script's presence and validity ratings come to; colluders say what helps them.
    private int RatingOf(int rater, int partner) => _strategies[rater] == Strategy.Colluder
        ? (_strategies[partner] == Strategy.Colluder ? Ratio.One : 0)
        : _owing.Contains(partner) ? Ratio.One / 2 : Ratio.One;

    private bool Trains(int member) => !IsAbsurd(member) && _strategies[member] is not (Strategy.WrongGradient or Strategy.CopiedGradient or Strategy.FreeRider);

    private bool IsAbsurd(int member) => _strategies[member] is Strategy.AbsurdGradient or Strategy.WithheldSeed;

    private bool IsHonest(int member) => _strategies[member] == Strategy.Honest;

    private bool IsActive(int iteration, int member) =>
        _world.Read<RoundRecord>(Keys.Round(Cast.Fid, iteration - 1))!.Active.Contains(_cast.Members[member].PartyId);

    private bool IsExpelled(int member) => _world.Read<ExpulsionEntry>(Keys.Expulsion(Cast.Fid, _cast.Members[member].PartyId)) is not null;

    private bool IsLiable(int member) => _world.Read<TrainerRecord>(Keys.Trainer(_cast.Members[member].PartyId))!.Engagements.Contains(Cast.Fid);

    private int AnyHonest() => AnyOf(Members.Where(IsHonest));

    private int AnyOf(IEnumerable<int> members)
    {
        var all = members.ToArray();
        return all[_random.Next(all.Length)];
    }
}
