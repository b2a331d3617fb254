namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>What a finding of a watch comes to.</summary>
public enum WatchOutcome
{
    /// <summary>Everything that an iteration has on the ledger was checked, and nothing more can come.</summary>
    Checked,

    /// <summary>A submission is wrong.</summary>
    Fault,

    /// <summary>A fault was reported; the message says what the contract found.</summary>
    Reported,

    /// <summary>A fault was not reported: somebody was faster, or there is nothing to pay the fee with.</summary>
    NotReported,

    /// <summary>The inspection of a drawn gradient was opened, for judges to hold.</summary>
    Inspected,

    /// <summary>A submission could not be checked: its payload has expired, or it is sealed.</summary>
    NotChecked,
}
