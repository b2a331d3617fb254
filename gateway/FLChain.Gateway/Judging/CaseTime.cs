namespace FLChain.Gateway.Judging;

/// <summary>What time it is for a case that has a deadline.</summary>
internal enum CaseTime
{
    /// <summary>Whoever it concerns may act.</summary>
    Open,

    /// <summary>The deadline is over, and the ledger does not count it against anybody yet.</summary>
    Over,

    /// <summary>Anyone may settle it.</summary>
    Due,
}
