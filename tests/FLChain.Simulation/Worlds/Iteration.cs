using FLChain.Core.Training;
using Names = FLChain.Core.TransactionNames.Training;

namespace FLChain.Simulation.Worlds;

/// <summary>The transactions of one iteration; who makes which, and with what, is the caller's matter.</summary>
internal sealed class Iteration(World world, int number)
{
    private readonly Cast _cast = world.Cast;

    public int Number => number;

    /// <summary>A member's masked gradient with its ratings of the partners of the iteration before.</summary>
    public Task GiveAsync(int member, byte[] gradient, int beacon, Func<int, int> rating) => world.SubmitAsync(
        _cast.Members[member], Names.Contract, Names.SubmitGradient,
        new SubmitGradient(Cast.Fid, number, Naming.Digest(gradient), _cast.Beacon(number, member, beacon), Ratings(number, member, rating)), gradient);

    /// <summary>The gradient phase is over for whoever has not given.</summary>
    public Task CloseGradientsAsync()
    {
        world.Ledger.AdvanceSeconds(_cast.Terms.GradientSeconds + 1);
        return ExpireAsync(Phases.Gradient);
    }

    public Task ExpireAsync(string phase) =>
        world.SubmitAsync(_cast.Buyer, Names.Contract, Names.Expire, new ExpirePhase(Cast.Fid, number, phase));

    public Task<RoundState> StateAsync() =>
        world.Ledger.EvaluateAsync<RoundState>(_cast.Buyer, Names.Contract, Names.GetRound, new RoundReference(Cast.Fid, number));

    public Task AggregateAsync(int member, byte[] aggregate) => world.SubmitAsync(
        _cast.Members[member], Names.Contract, Names.SubmitAggregate, new SubmitAggregate(Cast.Fid, number, AggregateCommitment.Of(Cast.Fid, number, _cast.Members[member].PartyId, Naming.Digest(aggregate))));

    public Task<LeaderEntry> ElectAsync()
    {
        world.Ledger.AdvanceSeconds(_cast.Terms.AggregateSeconds + 1);
        return world.SubmitAsync<LeaderEntry>(_cast.Members[0], Names.Contract, Names.ElectLeader, new RoundReference(Cast.Fid, number));
    }

    public Task ShareAsync(int member, byte[] sealedShare, byte[] beaconAggregate) => world.SubmitAsync(
        _cast.Members[member], Names.Contract, Names.SubmitShare,
        new SubmitShare(Cast.Fid, number, Naming.Digest(sealedShare), _cast.BeaconShare(number, member, beaconAggregate)), sealedShare);

    public Task<RoundRecord> CloseAsync() =>
        world.SubmitAsync<RoundRecord>(_cast.Members[0], Names.Contract, Names.CloseRound, new RoundReference(Cast.Fid, number));

    /// <summary>A member challenges a share with a key that is not its own; the accused opens it.</summary>
    public async Task ChallengeFalselyAsync(int member, int accused)
    {
        const string contract = TransactionNames.Misbehavior.Contract;
        var report = await world.SubmitAsync<ReportRecord>(
            _cast.Members[member], contract, TransactionNames.Misbehavior.Report,
            new ReportMisbehavior(FaultKind.IncorrectShare, Cast.Fid, number, _cast.Members[accused].PartyId, new byte[32]));
        using var key = _cast.ShareKeyOf(number, accused);
        await world.SubmitAsync<ReportRecord>(_cast.Members[accused], contract, TransactionNames.Misbehavior.Answer, new AnswerChallenge(report.ReportId, key.Export()));
    }

    /// <summary>A report by anyone; the key opens the accused's share where that is the matter.</summary>
    public Task<ReportRecord> ReportAsync(TestIdentity reporter, FaultKind kind, int accused)
    {
        byte[]? opening = null;
        if (kind == FaultKind.IncorrectShare)
        {
            using var key = _cast.ShareKeyOf(number, accused);
            opening = key.Export();
        }

        return world.SubmitAsync<ReportRecord>(
            reporter, TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.Report,
            new ReportMisbehavior(kind, Cast.Fid, number, _cast.Members[accused].PartyId, opening));
    }

    /// <summary>Everything, by honest members.</summary>
    public async Task PlayHonestlyAsync()
    {
        var members = Enumerable.Range(0, _cast.Members.Count).ToArray();
        var gradients = members.Select(member => _cast.Gradient(number, member)).ToArray();
        foreach (var member in members) await GiveAsync(member, gradients[member], 0, _ => Ratio.One);
        var aggregate = _cast.Aggregate(gradients, wrong: false);
        foreach (var member in members) await AggregateAsync(member, aggregate);
        var leader = await ElectAsync();
        foreach (var member in members.Take(_cast.Terms.Threshold)) await ShareAsync(member, _cast.Share(number, member, aggregate, wrong: false), leader.BeaconAggregate);
        await CloseAsync();
    }

    /// <summary>A member's ratings of whom the iteration waits for; null in the first.</summary>
    public PartnerRating[]? Ratings(int iteration, int author, Func<int, int> rating)
    {
        if (iteration <= 1) return null;
        var active = world.Read<RoundRecord>(Keys.Round(Cast.Fid, iteration - 1))!.Active;
        var own = _cast.Members[author].PartyId;
        return [.. active.Where(dpId => dpId != own).Select(dpId => new PartnerRating(dpId, rating(PlaceOf(dpId))))];
    }

    private int PlaceOf(string dpId) => _cast.Members.Select((member, place) => (member, place)).First(pair => pair.member.PartyId == dpId).place;
}
