using System.Numerics;
using System.Security.Cryptography;
using FLChain.Core.Training;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.RingLwe;
using FLChain.Cryptography.ThresholdPaillier;
using Names = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Training;

/// <summary>What honest trainers of one federation do, with real cryptography under a short key.</summary>
internal sealed class Play(MemoryLedger ledger, string fid, Terms terms, DealtKey key, IReadOnlyList<TestIdentity> members)
{
    public static Play In(TrainingWorld world) => new(world.Ledger, TrainingWorld.Fid, world.Terms, world.Key, world.Members);

    /// <summary>The scheme that the terms name.</summary>
    public IMaskingScheme Gradients { get; } = MaskingSchemes.Create(
        terms.Masking, key.PublicKey, new PackingLayout(terms.QuantizationBits, terms.MaxTrainers, terms.ModulusBits, terms.ParameterCount));

    public PaillierMasking Beacons => new(key.PublicKey, 1);

    public Dictionary<(int Iteration, string Author), int[]> Given { get; } = [];

    /// <summary>The seed of each member's last masked gradient of an iteration.</summary>
    public Dictionary<(int Iteration, string Author), byte[]> Seeds { get; } = [];

    public ProofContext ContextOf(string phase, int iteration, TestIdentity author) =>
        new(MemoryLedger.ChannelId, fid, iteration, phase, author.PartyId, Attempt: 1);

    public byte[] MaskGradient(int iteration, TestIdentity member)
    {
        var values = new int[terms.ParameterCount];
        for (var k = 0; k < values.Length; k++) values[k] = RandomNumberGenerator.GetInt32(-Gradients.Layout.MaxMagnitude, Gradients.Layout.MaxMagnitude + 1);
        Given[(iteration, member.PartyId)] = values;
        using var seed = NewSeed(iteration, member);
        return Gradients.Mask(ContextOf(Phases.Gradient, iteration, member), values, seed).Payload.ToArray();
    }

    /// <summary>A vector that no quantizer makes, under a proof that holds: with it no honest gradients have a possible sum.</summary>
    public byte[] MaskAbsurd(int iteration, TestIdentity member)
    {
        using var seed = NewSeed(iteration, member);
        var context = ContextOf(Phases.Gradient, iteration, member);
        if (Gradients is HybridMasking hybrid)
        {
            // A third of q on every word: an error that no sum of errors comes to, and that two of them do not cancel.
            var modulus = RlweLayout.For(hybrid.Layout).Parameters.Modulus;
            using var mask = hybrid.Prepare(context, seed);
            return hybrid.Mask(mask, (_, words) => AddToEach(words, modulus / 3, modulus), default).Payload.ToArray();
        }

        var plaintexts = new BigInteger[Gradients.Layout.PlaintextCount];
        plaintexts[0] = (BigInteger.One << (terms.ModulusBits - 4)) - 1;
        return new PaillierMasking(key.PublicKey, plaintexts.Length).Mask(context, plaintexts, seed.Export()).Payload.ToArray();
    }

    private static void AddToEach(Span<ulong> words, ulong what, ulong modulus)
    {
        for (var k = 0; k < words.Length; k++) words[k] = (words[k] + what) % modulus;
    }

    private MaskingSeed NewSeed(int iteration, TestIdentity member) =>
        MaskingSeed.FromBytes(Seeds[(iteration, member.PartyId)] = RandomNumberGenerator.GetBytes(32));

    public byte[] MaskBeacon(int iteration, TestIdentity member) =>
        Beacons.Mask(
            ContextOf(Phases.Beacon, iteration, member),
            [new BigInteger(RandomNumberGenerator.GetBytes(32), isUnsigned: true)],
            RandomNumberGenerator.GetBytes(32)).Payload.ToArray();

    /// <summary>Ratings of everyone active but the author: the middle of the scale, or what the test says.</summary>
    public PartnerRating[]? Ratings(int iteration, TestIdentity author, Func<string, int>? rating = null)
    {
        if (iteration <= 1) return null;
        var active = ledger.Read<RoundRecord>(Keys.Round(fid, iteration - 1))!.Active;
        return [.. active.Where(dpId => dpId != author.PartyId).Select(dpId => new PartnerRating(dpId, rating?.Invoke(dpId) ?? 800_000))];
    }

    public (SubmitGradient Request, byte[] Payload) Gradient(int iteration, TestIdentity member, Func<string, int>? rating = null)
    {
        var payload = MaskGradient(iteration, member);
        return (new SubmitGradient(fid, iteration, Naming.Digest(payload), MaskBeacon(iteration, member), Ratings(iteration, member, rating)), payload);
    }

    /// <summary>A transaction of the training contract that must be refused with the code.</summary>
    public Task<string> RefusedAsync(string code, TestIdentity caller, string transaction, object argument, byte[]? payload = null) =>
        ledger.RefusedAsync(code, caller, Names.Contract, transaction, argument, payload);

    public Task<Endorsement> SubmitAsync(TestIdentity caller, string transaction, object argument, byte[]? payload = null) =>
        ledger.SubmitAsync(caller, Names.Contract, transaction, argument, payload);

    public async Task<Endorsement> GiveAsync(int iteration, TestIdentity member, Func<string, int>? rating = null)
    {
        var (request, payload) = Gradient(iteration, member, rating);
        return await ledger.SubmitAsync(member, Names.Contract, Names.SubmitGradient, request, payload);
    }

    public Task<RoundState> StateAsync(int iteration) =>
        ledger.EvaluateAsync<RoundState>(members[0], Names.Contract, Names.GetRound, new RoundReference(fid, iteration));

    public Task<byte[]> PayloadAsync(int iteration, string phase, string author) =>
        ledger.EvaluateAsync<byte[]>(members[0], Names.Contract, Names.GetPayload, new PayloadReference(fid, iteration, phase, author));

    public async Task<byte[]> AggregateOfAsync(int iteration)
    {
        var payloads = new List<ReadOnlyMemory<byte>>();
        foreach (var author in (await StateAsync(iteration)).Contributors!) payloads.Add(await PayloadAsync(iteration, Phases.Gradient, author));
        return Gradients.Aggregate(payloads);
    }

    public async Task AggregateAsync(int iteration, TestIdentity node, byte[]? aggregate = null)
    {
        await ledger.SubmitAsync(node, Names.Contract, Names.SubmitAggregate, Commitment(iteration, node, aggregate ?? await AggregateOfAsync(iteration)));
    }

    public SubmitAggregate Commitment(int iteration, TestIdentity node, byte[] aggregate) =>
        new(fid, iteration, AggregateCommitment.Of(fid, iteration, node.PartyId, Naming.Digest(aggregate)));

    public Task<LeaderEntry> ElectAsync(int iteration, TestIdentity? caller = null) =>
        ledger.SubmitAsync<LeaderEntry>(caller ?? members[0], Names.Contract, Names.ElectLeader, new RoundReference(fid, iteration));

    /// <summary>A member's unmasking shares of the documented aggregate, with their proof.</summary>
    public async Task<byte[]> ShareVectorAsync(int iteration, TestIdentity member) =>
        Gradients.ComputeShare(
            ContextOf(Phases.Share, iteration, member),
            key.Shares[IndexOf(member) - 1],
            await PayloadAsync(iteration, Phases.Aggregate, Keys.DocumentedAuthor));

    public byte[] ShareKeyOf(int iteration, TestIdentity member)
    {
        using var sealing = DealtFederation.GroupKey.DeriveShareKey(fid, iteration, 1, member.PartyId);
        return sealing.Export();
    }

    public byte[] SealShare(int iteration, TestIdentity member, byte[] vector)
    {
        using var sealing = DealtFederation.GroupKey.DeriveShareKey(fid, iteration, 1, member.PartyId);
        return sealing.Seal(vector, EnvelopeContexts.GradientShare(MemoryLedger.ChannelId, fid, iteration, member.PartyId));
    }

    /// <summary>A member's sealed share vector and its public share of the beacon.</summary>
    public async Task<(SubmitShare Request, byte[] Payload)> ShareAsync(int iteration, TestIdentity member)
    {
        var leader = (await StateAsync(iteration)).Leader!;
        var payload = SealShare(iteration, member, await ShareVectorAsync(iteration, member));
        var beacon = Beacons.ComputeShare(ContextOf(Phases.BeaconShare, iteration, member), key.Shares[IndexOf(member) - 1], leader.BeaconAggregate);
        return (new SubmitShare(fid, iteration, Naming.Digest(payload), beacon), payload);
    }

    public async Task UnmaskAsync(int iteration, TestIdentity member)
    {
        var (request, payload) = await ShareAsync(iteration, member);
        await ledger.SubmitAsync(member, Names.Contract, Names.SubmitShare, request, payload);
    }

    public Task<RoundRecord> CloseAsync(int iteration, TestIdentity? caller = null) =>
        ledger.SubmitAsync<RoundRecord>(caller ?? members[0], Names.Contract, Names.CloseRound, new RoundReference(fid, iteration));

    public Task ExpireAsync(string phase, int iteration, TestIdentity? caller = null) =>
        ledger.SubmitAsync(caller ?? members[0], Names.Contract, Names.Expire, new ExpirePhase(fid, iteration, phase));

    /// <summary>One whole iteration by those who are there.</summary>
    public async Task<RoundRecord> IterateAsync(int iteration, IReadOnlyList<TestIdentity>? present = null, Func<string, int>? rating = null)
    {
        present ??= members;
        await ToLeaderAsync(iteration, present, rating);
        foreach (var member in present.Take(terms.Threshold)) await UnmaskAsync(iteration, member);
        return await CloseAsync(iteration, present[^1]);
    }

    /// <summary>An iteration up to the drawn leader.</summary>
    public async Task<LeaderEntry> ToLeaderAsync(int iteration, IReadOnlyList<TestIdentity>? present = null, Func<string, int>? rating = null)
    {
        present ??= members;
        foreach (var member in present) await GiveAsync(iteration, member, rating);
        var aggregate = await AggregateOfAsync(iteration);
        foreach (var member in present) await AggregateAsync(iteration, member, aggregate);
        return await ElectAsync(iteration, present[0]);
    }

    /// <summary>The sum that the federation reads with the shares on the ledger.</summary>
    public async Task<long[]> SumAsync(int iteration)
    {
        var state = await StateAsync(iteration);
        var aggregate = await PayloadAsync(iteration, Phases.Aggregate, Keys.DocumentedAuthor);
        var shares = new Dictionary<int, ReadOnlyMemory<byte>>();
        foreach (var share in state.Shares)
        {
            using var opening = DealtFederation.GroupKey.DeriveShareKey(fid, iteration, 1, share.Author);
            Assert.True(opening.TryOpen(await PayloadAsync(iteration, Phases.Share, share.Author), EnvelopeContexts.GradientShare(MemoryLedger.ChannelId, fid, iteration, share.Author), out var vector, out _));
            var author = members.Single(member => member.PartyId == share.Author);
            Assert.True(Gradients.VerifyShare(ContextOf(Phases.Share, iteration, author), IndexOf(author), aggregate, vector).IsValid);
            shares[IndexOf(author)] = vector;
        }

        var opened = Gradients.Unmask(ContextOf(Phases.Share, iteration, members[0]), aggregate, shares);
        Assert.True(opened.IsSuccess);
        return opened.Sums.ToArray();
    }

    public static Artifact Artifact(byte what = 1) => new(Naming.Digest([what, 1]), Naming.Digest([what, 2]), Bytes: 1_000 + what);

    public Task<ModelRecord> FinishAsync(TestIdentity member, Artifact? artifact = null) =>
        ledger.SubmitAsync<ModelRecord>(member, Names.Contract, Names.Finish, new FinishTraining(fid, artifact ?? Artifact()));

    private int IndexOf(TestIdentity member) => members.ToList().IndexOf(member) + 1;
}
