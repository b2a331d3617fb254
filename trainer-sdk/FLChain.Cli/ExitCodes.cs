namespace FLChain.Cli;

/// <summary>What a command's end means.</summary>
internal static class ExitCodes
{
    /// <summary>Done, and what was checked holds.</summary>
    public const int Success = 0;

    /// <summary>Done, but what was checked does not hold: an audit failed, money is not conserved.</summary>
    public const int Failed = 1;

    /// <summary>Could not run: wrong options, missing files, no ledger.</summary>
    public const int CouldNotRun = 2;

    /// <summary>Interrupted by the user.</summary>
    public const int Interrupted = 130;
}
