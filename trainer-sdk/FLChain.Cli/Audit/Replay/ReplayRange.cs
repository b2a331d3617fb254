namespace FLChain.Cli.Audit.Replay;

/// <summary>How far a contract went through a range. A peer reads ahead, so its own record of the range may go further.</summary>
internal sealed class ReplayRange(string start, string end)
{
    public string Start { get; } = start;

    public string End { get; } = end;

    /// <summary>The last key that the contract was given; null before the first.</summary>
    public string? LastKey { get; set; }

    /// <summary>Whether the contract saw the end of the range.</summary>
    public bool Exhausted { get; set; }
}
