using FLChain.Core.Policies;
using FLChain.Core.Records;

namespace FLChain.Laboratory.Cheats;

/// <summary>What must come of a cheat (design: the catalogue of misbehavior; paper: Tables III and IV).</summary>
internal sealed record Expectation
{
    /// <summary>The fault that stands on the ledger at the end; null for none.</summary>
    public FaultKind? Fault { get; init; }

    /// <summary>Whether the authority is accused of it, and not the cheating trainer.</summary>
    public bool AuthorityAtFault { get; init; }

    /// <summary>Whether a party reported it and is rewarded; false where the contract finds it itself.</summary>
    public bool Reported { get; init; }

    /// <summary>Whether it takes a dispute: whoever opened it is rewarded, without a fee, unless it was the culprit itself.</summary>
    public bool Opened { get; init; }

    /// <summary>Whether judges find the cheating trainer guilty and forbid its model: the accuser and the authority are paid, and the partners compensated.</summary>
    public bool Judged { get; init; }

    /// <summary>Whether judges find the cheating trainer guilty by an inspection and leave the model on sale: who opened it, for no fee, and the authority are paid, and what remains of the deposit stays with PAC.</summary>
    public bool Inspected { get; init; }

    /// <summary>How the federation ends.</summary>
    public ModelStage Stage { get; init; } = ModelStage.Finished;

    /// <summary>Whether the model may be bought at the end.</summary>
    public ModelStatus Status { get; init; } = ModelStatus.Onsale;

    /// <summary>Where the cheating trainer stands at the end.</summary>
    public TrainerStatus Standing { get; init; } = TrainerStatus.Qualified;

    /// <summary>Models that were sold, paid out and not refunded.</summary>
    public int Sales { get; init; } = 1;

    /// <summary>Whether the cheating trainer has its part of what was sold.</summary>
    public bool Earns { get; init; } = true;

    /// <summary>Fees that the cheating trainer loses to PAC besides.</summary>
    public Func<Policy, long> LosesFees { get; init; } = _ => 0;

    /// <summary>What is done, in words, for people.</summary>
    public required string Words { get; init; }

    /// <summary>Whether the cheating trainer's deposit is confiscated.</summary>
    public bool Confiscates => Judged || Inspected || Fault is not null && !AuthorityAtFault;

    /// <summary>Whether the federation is halted by the fault, and the partners compensated.</summary>
    public bool Compensates => Judged || Fault is FaultKind.IncorrectGradient or FaultKind.AbsurdGradient or FaultKind.WithheldSeed;
}
