using System.Numerics;
using System.Security.Cryptography;
using FLChain.Core.Ledger;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Core.Training;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;
using Federation = FLChain.Core.TransactionNames.Federation;
using Incentive = FLChain.Core.TransactionNames.Incentive;
using Registry = FLChain.Core.TransactionNames.Registry;
using Training = FLChain.Core.TransactionNames.Training;

namespace FLChain.Cli.Tests.Audit;

/// <summary>
/// A consortium's honest life, with real cryptography under a short key: money, four trainers, a federation, two
/// iterations, a finished model, a sale.
/// </summary>
internal sealed class Story(Consortium consortium)
{
    public const string Fid = "flm-audit";
    public const int Trainers = 4;
    public const int Threshold = 3;
    public const int Iterations = 2;

    /// <summary>Transactions that need a payload: confirmations; in each iteration gradients, the draw and shares.</summary>
    public const int PayloadTransactions = Trainers + (Iterations * (Trainers + 1 + Threshold));

    private const int ModulusBits = 512;

    private readonly DealtKey _key = InsecureTestKeyDealer.Deal(ModulusBits, Trainers, Threshold);
    private readonly EnvelopeKey _envelopes = EnvelopeKey.Generate();
    private readonly Terms _terms = new(
        MinTrainers: 3, MaxTrainers: Trainers, Threshold: Threshold, Iterations: Iterations, ModelDescription: "softmax 6x5",
        ParameterCount: 60, Masking: "paillier", ModulusBits: ModulusBits, ClipMicros: 1_000_000, QuantizationBits: 16,
        LearningRatePpm: 100_000, PreparationSeconds: 600, GradientSeconds: 600, AggregateSeconds: 600, ShareSeconds: 600, FinishSeconds: 600, InspectionRate: 5_000);

    private Party[] _members = [];

    /// <summary>What a dishonest member makes of its payload before it submits it: from iteration, phase, the member's place and the honest payload.</summary>
    public Func<int, string, int, byte[], byte[]> Alter { get; init; } = (_, _, _, payload) => payload;

    public GroupKey GroupKey { get; } = GroupKey.Generate();

    public Party Authority { get; } = consortium.Enrol(Consortium.AuthorityMsp, "authority");

    public Party Buyer { get; } = consortium.Enrol(Consortium.BuyersMsp, "buyer");

    /// <summary>In the order of their dpIds: member j has share j.</summary>
    public IReadOnlyList<Party> Members => _members;

    private PackingLayout Layout => new(_terms.QuantizationBits, _terms.MaxTrainers, _terms.ModulusBits, _terms.ParameterCount);

    private PaillierMasking Gradients => new(_key.PublicKey, Layout.PlaintextCount);

    private PaillierMasking Beacons => new(_key.PublicKey, 1);

    public async Task PlayAsync()
    {
        await FoundAsync();
        await EstablishAsync();
        await PrepareAsync();
        for (var iteration = 1; iteration <= Iterations; iteration++) await IterateAsync(iteration);
        await SellAsync();
    }

    /// <summary>A policy, money, registered trainers.</summary>
    public async Task FoundAsync()
    {
        _members = [.. Enumerable.Range(1, Trainers).Select(i => consortium.Enrol(Consortium.TrainersMsp, $"dp-{i}")).OrderBy(party => party.Id, StringComparer.Ordinal)];
        var policy = Policy.Default(Consortium.AuthorityMsp, _envelopes.PublicKey) with { MinModulusBits = ModulusBits };
        await Authority.SubmitAsync(Registry.Contract, Registry.SetPolicy, policy);
        foreach (var party in _members.Append(Buyer))
            await Authority.SubmitAsync(Incentive.Contract, Incentive.Mint, new Mint(party.Id, 2_000_000, $"grant-{party.Id[..8]}"));
        foreach (var member in _members)
            await member.SubmitAsync(Registry.Contract, Registry.RegisterTrainer, new RegisterTrainer(_envelopes.PublicKey, new DataResource(6, 100, 5)));
    }

    private async Task EstablishAsync()
    {
        var until = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
        await _members[0].SubmitAsync(
            Federation.Contract, Federation.PublishModel, new PublishModel(Fid, "Digits", "Five labels", "classification", "accuracy", _terms, until));
        foreach (var member in _members)
            await member.SubmitAsync(Federation.Contract, Federation.SubmitIntention, new SubmitIntention(Fid, 1_000, 5_000, 100));
        await _members[0].SubmitAsync(Federation.Contract, Federation.Establish, null);
    }

    private async Task PrepareAsync()
    {
        SealedShare[] shares = [.. _members.Select(member => new SealedShare(member.Id, [1, 2, 3]))];
        await Authority.SubmitAsync(Federation.Contract, Federation.PostSetup, new PostSetup(Fid, _key.PublicKey.Encode(), _key.Proof.ToArray(), shares));
        var commitment = new byte[_key.PublicKey.CiphertextBytes];
        commitment[^1] = 3;
        foreach (var member in _members)
        {
            var sealedShare = RandomNumberGenerator.GetBytes(200);
            await member.SubmitAsync(
                Federation.Contract, Federation.ConfirmShare, new ConfirmShare(Fid, 1, Naming.Digest(sealedShare), commitment), sealedShare);
        }

        await _members[0].SubmitAsync(Federation.Contract, Federation.StartTraining, new ModelReference(Fid));
    }

    private async Task IterateAsync(int iteration)
    {
        var gradients = new List<ReadOnlyMemory<byte>>();
        var submissions = new List<Task>();
        foreach (var member in _members)
        {
            var payload = Alter(iteration, Phases.Gradient, gradients.Count, Mask(iteration, member));
            gradients.Add(payload);
            var beacon = Beacons.Mask(
                ContextOf(Phases.Beacon, iteration, member), [new BigInteger(RandomNumberGenerator.GetBytes(32), isUnsigned: true)], RandomNumberGenerator.GetBytes(32));
            var request = new SubmitGradient(Fid, iteration, Naming.Digest(payload), beacon.Payload.ToArray(), Ratings(iteration, member));
            submissions.Add(member.SubmitAsync(Training.Contract, Training.SubmitGradient, request, payload));
        }

        await Task.WhenAll(submissions);
        var aggregate = Gradients.Aggregate(gradients);
        await Task.WhenAll(_members.Select(member => member.SubmitAsync(
            Training.Contract, Training.SubmitAggregate, new SubmitAggregate(Fid, iteration, AggregateCommitment.Of(Fid, iteration, member.Id, Naming.Digest(aggregate))))));
        var leader = await _members[1].SubmitAsync<LeaderEntry>(Training.Contract, Training.ElectLeader, new RoundReference(Fid, iteration));
        await Task.WhenAll(_members.Take(Threshold).Select((member, place) => UnmaskAsync(iteration, member, place, aggregate, leader)));
        await _members[2].SubmitAsync(Training.Contract, Training.CloseRound, new RoundReference(Fid, iteration));
    }

    private byte[] Mask(int iteration, Party member)
    {
        var values = new int[_terms.ParameterCount];
        for (var k = 0; k < values.Length; k++) values[k] = RandomNumberGenerator.GetInt32(-Layout.MaxMagnitude, Layout.MaxMagnitude + 1);
        return Gradients.Mask(ContextOf(Phases.Gradient, iteration, member), Layout.Pack(values), RandomNumberGenerator.GetBytes(32)).Payload.ToArray();
    }

    private async Task UnmaskAsync(int iteration, Party member, int place, byte[] aggregate, LeaderEntry leader)
    {
        var vector = Gradients.ComputeShare(ContextOf(Phases.Share, iteration, member), _key.Shares[place], aggregate);
        vector = Alter(iteration, Phases.Share, place, vector);
        using var sealing = GroupKey.DeriveShareKey(Fid, iteration, 1, member.Id);
        var payload = sealing.Seal(
            vector, System.Text.Encoding.UTF8.GetBytes($"FLChain/gradient-share/v1/{Consortium.Channel}/{Fid}/{iteration}/{member.Id}"));
        var beacon = Beacons.ComputeShare(ContextOf(Phases.BeaconShare, iteration, member), _key.Shares[place], leader.BeaconAggregate);
        await member.SubmitAsync(Training.Contract, Training.SubmitShare, new SubmitShare(Fid, iteration, Naming.Digest(payload), beacon), payload);
    }

    private async Task SellAsync()
    {
        var artifact = new Artifact(Naming.Digest("model"u8), Naming.Digest("key"u8), 1_000);
        foreach (var member in _members)
            await member.SubmitAsync(Training.Contract, Training.Finish, new FinishTraining(Fid, artifact));
        using var oneTime = EnvelopeKey.Generate();
        var purchase = await Buyer.SubmitAsync<PurchaseRecord>(
            Incentive.Contract, Incentive.Purchase, new PurchaseModel(Fid, oneTime.PublicKey, 10_000));
        await _members[0].SubmitAsync(Incentive.Contract, Incentive.Deliver, new DeliverModel(Fid, purchase.PurchaseId, [1, 2, 3]));
        await Buyer.SubmitAsync(Incentive.Contract, Incentive.ConfirmDelivery, new PurchaseReference(Fid, purchase.PurchaseId));
        await _members[0].SubmitAsync(Incentive.Contract, Incentive.Deposit, new MoveDeposit(10));
    }

    private static ProofContext ContextOf(string phase, int iteration, Party author) => new(Consortium.Channel, Fid, iteration, phase, author.Id, Attempt: 1);

    private PartnerRating[]? Ratings(int iteration, Party author) =>
        iteration == 1 ? null : [.. _members.Where(member => member.Id != author.Id).Select(member => new PartnerRating(member.Id, 900_000))];
}
