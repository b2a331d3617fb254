using FLChain.Core.Encoding;
using FLChain.Cryptography.Envelopes;
using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Simulation.Worlds;

/// <summary>The dispute of an iteration whose sum is impossible, from the evidence to its end.</summary>
internal sealed class SumDispute(World world, int iteration)
{
    private readonly Cast _cast = world.Cast;

    private RoundReference Round => new(Cast.Fid, iteration);

    /// <summary>A member shows the sum with the keys of right shares: the federation is halted.</summary>
    public Task OpenAsync(int opener, IEnumerable<int> givers)
    {
        var evidence = CanonicalJson.Encode(new DisputeEvidence([.. givers.Order().Select(Revealed)]));
        return SubmitAsync(_cast.Members[opener], Names.OpenDispute, new OpenDispute(Cast.Fid, iteration, Naming.Digest(evidence)), evidence);
    }

    /// <summary>A member opens its seed to the authority.</summary>
    public Task OpenSeedAsync(int member) => SubmitAsync(
        _cast.Members[member], Names.SubmitOpening,
        new SubmitOpening(
            Cast.Fid, iteration,
            SealedEnvelope.Seal(_cast.Envelopes.PublicKey, EnvelopeContexts.SeedOpening(Cast.Fid, iteration, IdOf(member)), _cast.Seed(iteration, member))));

    /// <summary>The authority shows the seed that a culprit has opened.</summary>
    public Task ConvictAsync(int culprit)
    {
        var envelope = world.Read<OpeningEntry>(Keys.Opening(Cast.Fid, iteration, IdOf(culprit)))!.Envelope;
        return SubmitAsync(_cast.Authority, Names.ConvictOpening, new ConvictOpening(Cast.Fid, iteration, IdOf(culprit), _cast.Envelopes.CreateOpening(envelope)));
    }

    /// <summary>The time for opening passes, then that for naming culprits.</summary>
    public async Task EndAsync()
    {
        foreach (var seconds in (int[])[world.Policy.OpeningSeconds, world.Policy.JudgmentSeconds])
        {
            world.Ledger.AdvanceSeconds(seconds + 1);
            await SubmitAsync(_cast.Buyer, Names.ExpireDispute, Round);
        }
    }

    private RevealedShareKey Revealed(int member)
    {
        using var key = _cast.ShareKeyOf(iteration, member);
        return new RevealedShareKey(IdOf(member), key.Export());
    }

    private string IdOf(int member) => _cast.Members[member].PartyId;

    private Task SubmitAsync(TestIdentity caller, string transaction, object request, byte[]? payload = null) =>
        world.SubmitAsync(caller, Names.Contract, transaction, request, payload);
}
