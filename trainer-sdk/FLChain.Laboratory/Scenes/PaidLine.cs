namespace FLChain.Laboratory.Scenes;

/// <summary>What one account gained over a scene, deposit included; below zero for a loss.</summary>
/// <param name="Account">In words.</param>
/// <param name="Expected">What the tables say.</param>
/// <param name="Actual">What the ledger says.</param>
internal sealed record PaidLine(string Account, long Expected, long Actual)
{
    public bool Holds => Expected == Actual;
}
