using FLChain.Chaincode.Tests.Training;
using FLChain.Core.Encoding;
using FLChain.Cryptography.Masking;
using Names = FLChain.Core.TransactionNames.Misbehavior;
using TrainingNames = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>
/// A federation in training in which one member, the first, does wrong, and others report it. Everything happens through
/// the contracts; that money is conserved the ledger asserts after every step.
/// </summary>
internal sealed class Lab : IDisposable
{
    public Lab(Func<Policy, Policy>? change = null, int trainers = 4, int threshold = 3, int iterations = 2, long blocksToLive = 0, string masking = PaillierMasking.SchemeName)
    {
        World = new TrainingWorld(trainers, threshold, iterations, change, blocksToLive, masking);
        Play = Play.In(World);
    }

    public TrainingWorld World { get; }

    public Play Play { get; }

    public MemoryLedger Ledger => World.Ledger;

    public Policy Policy => World.Policy;

    public TestIdentity Cheat => World.Members[0];

    public TestIdentity Partner => World.Members[1];

    /// <summary>cp = p^j of each member: p · RELY² / N at the initial reliability.</summary>
    public long Compensation => 1_000L * Policy.InitialReliability / Ratio.One * Policy.InitialReliability / Ratio.One / World.Members.Length;

    public TestIdentity[] Honest => World.Members[1..];

    public ReportMisbehavior Accusing(FaultKind kind, int iteration = 1, TestIdentity? accused = null, byte[]? opening = null) =>
        new(kind, TrainingWorld.Fid, iteration, (accused ?? Cheat).PartyId, opening);

    public Task<ReportRecord> ReportAsync(TestIdentity reporter, ReportMisbehavior report, byte[]? payload = null) =>
        Ledger.SubmitAsync<ReportRecord>(reporter, Names.Contract, Names.Report, report, payload);

    public Task<string> RefusedAsync(string code, TestIdentity caller, string transaction, object request, byte[]? payload = null) =>
        Ledger.RefusedAsync(code, caller, Names.Contract, transaction, request, payload);

    public FaultRecord? Fault(FaultKind kind, int iteration = 1, TestIdentity? accused = null) =>
        Ledger.Read<FaultRecord>(Keys.Fault(TrainingWorld.Fid, iteration, kind, (accused ?? Cheat).PartyId));

    /// <summary>A masked gradient that passes submission and whose proof does not hold.</summary>
    public async Task GiveBadGradientAsync(int iteration = 1)
    {
        var (request, payload) = Play.Gradient(iteration, Cheat);
        payload[^1] ^= 1;
        await Ledger.SubmitAsync(Cheat, TrainingNames.Contract, TrainingNames.SubmitGradient, request with { Digest = Naming.Digest(payload) }, payload);
    }

    /// <summary>An iteration in which the cheat gives nothing.</summary>
    public async Task IterateWithoutTheCheatAsync(int iteration)
    {
        foreach (var member in Honest) await Play.GiveAsync(iteration, member);
        Ledger.AdvanceSeconds(World.Terms.GradientSeconds);
        await Play.ExpireAsync(Phases.Gradient, iteration);
        foreach (var member in Honest) await Play.AggregateAsync(iteration, member);
        await Play.ElectAsync(iteration);
        foreach (var member in Honest.Take(World.Terms.Threshold)) await Play.UnmaskAsync(iteration, member);
        await Play.CloseAsync(iteration);
    }

    /// <summary>The first iteration up to the drawn leader, with a wrong aggregate of the cheat.</summary>
    public async Task<byte[]> GiveBadAggregateAsync()
    {
        foreach (var member in World.Members) await Play.GiveAsync(1, member);
        var payloads = new List<ReadOnlyMemory<byte>>();
        foreach (var member in Honest) payloads.Add(await Play.PayloadAsync(1, Phases.Gradient, member.PartyId));
        var wrong = Play.Gradients.Aggregate(payloads);
        await Play.AggregateAsync(1, Cheat, wrong);
        return wrong;
    }

    /// <summary>A share that opens and whose proof does not hold.</summary>
    public async Task<byte[]> GiveBadShareAsync(Func<byte[], byte[]>? spoil = null)
    {
        var (request, _) = await Play.ShareAsync(1, Cheat);
        var vector = await Play.ShareVectorAsync(1, Cheat);
        vector = spoil?.Invoke(vector) ?? [.. vector[..^1], (byte)(vector[^1] ^ 1)];
        var payload = Play.SealShare(1, Cheat, vector);
        await Ledger.SubmitAsync(Cheat, TrainingNames.Contract, TrainingNames.SubmitShare, request with { Digest = Naming.Digest(payload) }, payload);
        return Play.ShareKeyOf(1, Cheat);
    }

    /// <summary>A masked gradient that makes the sum impossible, under a proof that holds.</summary>
    public async Task GiveAbsurdGradientAsync(TestIdentity cheat)
    {
        var (request, _) = Play.Gradient(1, cheat);
        var payload = Play.MaskAbsurd(1, cheat);
        await Ledger.SubmitAsync(cheat, TrainingNames.Contract, TrainingNames.SubmitGradient, request with { Digest = Naming.Digest(payload) }, payload);
    }

    /// <summary>The first iteration up to the shares of everyone, in which these make the sum impossible.</summary>
    public async Task ToAbsurdSumAsync(params TestIdentity[] cheats)
    {
        foreach (var member in World.Members)
            if (cheats.Contains(member)) await GiveAbsurdGradientAsync(member);
            else await Play.GiveAsync(1, member);
        var aggregate = await Play.AggregateOfAsync(1);
        foreach (var member in World.Members) await Play.AggregateAsync(1, member, aggregate);
        await Play.ElectAsync(1);
        foreach (var member in World.Members) await Play.UnmaskAsync(1, member);
    }

    /// <summary>The keys of t sealed shares of the first iteration, which open its sum to the contract.</summary>
    public (OpenDispute Request, byte[] Payload) DisputeOfTheFirst()
    {
        var payload = CanonicalJson.Encode(new DisputeEvidence([.. ShareKeysOfTheFirst().Take(World.Terms.Threshold)]));
        return (new OpenDispute(TrainingWorld.Fid, 1, Naming.Digest(payload)), payload);
    }

    /// <summary>The key of each member's sealed share of the first iteration.</summary>
    public IEnumerable<RevealedShareKey> ShareKeysOfTheFirst() => World.Members.Select(member => new RevealedShareKey(member.PartyId, Play.ShareKeyOf(1, member)));

    public void AssertUntouched(params TestIdentity[] parties)
    {
        foreach (var party in parties)
        {
            Assert.Equal(Policy.RegistrationDeposit, World.DepositOf(party));
            var trainer = World.TrainerOf(party);
            Assert.Equal((TrainerStatus.Qualified, 0), (trainer.Status, trainer.Evidence.Faults));
            Assert.Contains(TrainingWorld.Fid, trainer.Engagements);
        }
    }

    public void AssertPunished(TestIdentity party)
    {
        Assert.Equal(0, World.DepositOf(party));
        var trainer = World.TrainerOf(party);
        Assert.Equal((TrainerStatus.Unqualified, 1), (trainer.Status, trainer.Evidence.Faults));
        Assert.True(trainer.Rely <= Policy.FaultFactor);
        Assert.Empty(trainer.Engagements);
    }

    public void Dispose() => World.Dispose();
}
