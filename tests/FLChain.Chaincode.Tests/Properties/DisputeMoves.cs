using FLChain.Chaincode.Tests.Training;
using FLChain.Core.Encoding;
using FLChain.Cryptography.Envelopes;
using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Chaincode.Tests.Properties;

/// <summary>Disputes by anyone with true and arbitrary evidence; right, wrong and garbled seeds of cheats; convictions of anyone, with anyone's opening.</summary>
internal sealed class DisputeMoves(RandomWorld world)
{
    public IEnumerable<Func<Task<Endorsement?>>> All =>
        [
            OpenAsync, OpenAsync, SubmitOpeningAsync, SubmitOpeningAsync, ConvictAsync, ConvictAsync, ConvictAsync,
            () => EndorseAsync(world.Anyone(), Names.ExpireDispute, new RoundReference(TrainingWorld.Fid, world.Random.Next(1, 3))),
        ];

    private Task<Endorsement?> OpenAsync()
    {
        var (request, payload) = world.Lab.DisputeOfTheFirst();
        if (world.Random.Next(3) > 0) return EndorseAsync(world.Anyone(), Names.OpenDispute, request, payload);
        var keys = world.Lab.ShareKeysOfTheFirst().OrderBy(_ => world.Random.Next()).Take(world.Random.Next(5)).ToArray();
        if (keys.Length > 0) keys[0] = keys[0] with { Key = world.Bytes(32) };
        payload = CanonicalJson.Encode(new DisputeEvidence(keys));
        return EndorseAsync(world.Anyone(), Names.OpenDispute, request with { Digest = Naming.Digest(payload) }, payload);
    }

    // The honest open their own; a cheat opens its own, another's, or nothing that is one.
    private Task<Endorsement?> SubmitOpeningAsync()
    {
        var cheat = world.Members[world.Random.Next(RandomWorld.Cheats)];
        var opening = world.Random.Next(4) switch
        {
            0 => world.OpeningOf(cheat),
            1 => world.OpeningOf(world.Member()),
            2 => new SubmitOpening(TrainingWorld.Fid, 1, world.Bytes(world.Random.Next(1, 300))),
            _ => world.OpeningOf(cheat) with { Iteration = 2 },
        };
        return EndorseAsync(cheat, Names.SubmitOpening, opening);
    }

    private async Task<Endorsement?> ConvictAsync()
    {
        var accused = world.Member();
        var shown = world.Random.Next(3) == 0 ? world.Member() : accused;
        var envelope = world.Lab.Ledger.Read<OpeningEntry>(Keys.Opening(TrainingWorld.Fid, 1, shown.PartyId))?.Envelope ?? [];
        var opening = world.Random.Next(6) == 0 ? world.Bytes(EnvelopeOpening.Bytes) : OpeningOf(envelope);
        var brought = await world.BroughtAsync(1, Phases.Gradient, accused);
        return await EndorseAsync(world.Anyone(), Names.ConvictOpening, new ConvictOpening(TrainingWorld.Fid, 1, accused.PartyId, opening), brought);
    }

    private byte[] OpeningOf(byte[] envelope)
    {
        try
        {
            return world.Authority.CreateOpening(envelope);
        }
        catch (ArgumentException)
        {
            return [];
        }
    }

    private async Task<Endorsement?> EndorseAsync(TestIdentity caller, string transaction, object request, byte[]? payload = null) =>
        await world.Lab.Ledger.EndorseAsync(caller, Names.Contract, transaction, request, payload);
}
