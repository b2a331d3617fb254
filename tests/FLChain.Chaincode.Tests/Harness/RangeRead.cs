namespace FLChain.Chaincode.Tests.Harness;

/// <summary>What a transaction saw of a range, as far as it went: at commit the range must still look the same.</summary>
internal sealed class RangeRead(string start, string end)
{
    public string Start { get; } = start;

    public string End { get; } = end;

    public List<(string Key, StateVersion Version)> Seen { get; } = [];

    /// <summary>False when the contract stopped before the end: then only what it saw is compared.</summary>
    public bool Exhausted { get; set; }
}
