using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Laboratory.Conducts;

namespace FLChain.Laboratory.Cheats;

/// <summary>Every cheat of the laboratory.</summary>
internal static class CheatCatalogue
{
    private static readonly Expectation GradientFault = new()
    {
        Words = "A partner verifies the proof and reports it, the contract verifies it again: the deposit is confiscated, the reporter rewarded, the federation halted, and every partner compensated.",
        Fault = FaultKind.IncorrectGradient,
        Reported = true,
        Stage = ModelStage.Halted,
        Status = ModelStatus.Unavailable,
        Standing = TrainerStatus.Unqualified,
        Sales = 0,
        Earns = false,
    };

    private static readonly Expectation AggregateFault = new()
    {
        Words = "A partner compares it with its own product and reports it, the contract multiplies for itself: the deposit is confiscated, the reporter rewarded, the aggregate dropped, and the others go on.",
        Fault = FaultKind.IncorrectAggregate,
        Reported = true,
        Standing = TrainerStatus.Unqualified,
        Earns = false,
    };

    private static readonly Expectation ShareFault = AggregateFault with
    {
        Words = "A partner opens the share, verifies its proof and reports it with the key of this one payload, the contract does the same: the deposit is confiscated, the reporter rewarded, and the others unmask with another share.",
        Fault = FaultKind.IncorrectShare,
    };

    /// <summary>A fresh one of each: a cheat remembers what it saw in its scene.</summary>
    public static IReadOnlyList<Cheat> Create() =>
    [
        new MemberCheat("wrong-ciphertext", "A member adds one to what its ciphertext holds after the proof was made.", GradientFault, () => new WrongCiphertext()),
        new MemberCheat("wrong-proof", "A member submits a masked gradient whose proof does not hold.", GradientFault, () => new WrongProof()),
        new MemberCheat("copied-ciphertext", "A member submits a partner's masked gradient as its own.", GradientFault, () => new CopiedCiphertext()),
        new MemberCheat("replayed-gradient", "A member submits its masked gradient of the first iteration again in the second.", GradientFault, () => new ReplayedGradient()),
        new MemberCheat("wrong-aggregate", "A member submits an aggregate that is not the product of the masked gradients.", AggregateFault, () => new WrongAggregate()),
        new MemberCheat("wrong-share", "A member submits an unmasking share that is not its own, with a proof that does not fit.", ShareFault, () => new WrongShare()),
        new MemberCheat("share-of-another", "A member submits a right unmasking share of another ciphertext.", ShareFault, () => new ShareOfAnother()),
        new DisputedGradient(
            "overflowing-gradient", "A member masks a gradient that overflows a slot, under a proof that holds.",
            "The unmasked sum is impossible: the iteration is opened to the authority, which opens every contributor's seed and shows the contract the one that is out of range. The deposit is confiscated, the partners compensated; nobody had to report it.",
            FaultKind.AbsurdGradient, () => new OverflowingGradient()),
        new DisputedGradient(
            "withheld-seed", "A member masks an absurd gradient, and does not open its seed when the sum turns out impossible.",
            "Whoever has not opened its seed by the deadline is the culprit: the deposit is confiscated, the partners compensated.",
            FaultKind.WithheldSeed, () => new WithheldSeed()),
        .. Silences(),
        new FalseReport(),
        new FalseChallenge(),
        new UnopenableSharePlay(),
        new ForgedJudgment(),
        new IllegalData(),
        new FreeRiderPlay(),
        new DoublePurchase(),
        new WrongDelivery(),
        new BadDealing(),
    ];

    /// <summary>The cheat of this name, or null.</summary>
    public static Cheat? Find(string name) => Create().FirstOrDefault(cheat => cheat.Name == name);

    private static IEnumerable<Cheat> Silences() =>
    [
        new MemberCheat(
            "silent-in-preparation", "A member never confirms its dealt share.",
            new Expectation { Words = "After the deadline the others start without it. It was left out of an iteration, no fault stands, and it may come back." },
            () => new Silence(Phases.Preparation), terms => terms with { PreparationSeconds = 8 }),
        new MemberCheat(
            "silent-in-gradient", "A member gives no gradient, in any iteration.",
            new Expectation
            {
                Words = "After the deadline the others go on without it. It is marked down each time, its deposit is confiscated after as many absences, and as long a time out, as the policy bears (here one, and none), and it earns nothing.",
                Fault = FaultKind.Absence,
                Earns = false,
            },
            () => new Silence(Phases.Gradient), terms => terms with { GradientSeconds = 8 }, policy => policy with { MaxMisses = 1, AbsenceSeconds = 0 }),
        new MemberCheat(
            "silent-in-aggregation", "A member multiplies no masked gradients.",
            new Expectation { Words = "After the deadline the leader is drawn among the others: it leads nothing and earns no reward for leading." },
            () => new Silence(Phases.Aggregate)),
        new MemberCheat(
            "silent-in-unmasking", "A member gives no unmasking share.",
            new Expectation { Words = "The others give theirs in its place; partners rate it lower." },
            () => new Silence(Phases.Share)),
        new MemberCheat(
            "silent-in-finish", "A member does not attest the finished model.",
            new Expectation { Words = "After the deadline the model of those who attested the same goes on sale; the silent one is marked down and earns nothing.", Earns = false },
            () => new Silence(Phases.Finish), terms => terms with { FinishSeconds = 8 }),
        new MemberCheat(
            "silent-in-delivery", "A member delivers nothing to buyers.",
            new Expectation { Words = "The next in turn delivers." },
            () => new Silence(Silence.Delivery)),
    ];
}
