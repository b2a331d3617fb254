namespace FLChain.Chaincode.Misbehavior;

/// <summary>A fault that the contract has just verified.</summary>
/// <param name="Iteration">Iteration; 0 outside iterations.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Accused">dpId.</param>
/// <param name="Reporter">Party id of who is to be rewarded; empty when the contract found it itself.</param>
/// <param name="Finding">What was found, for people.</param>
/// <param name="LosesSum">Whether nobody can open the sum of the iteration because of it.</param>
internal sealed record Fault(int Iteration, FaultKind Kind, string Accused, string Reporter, string Finding, bool LosesSum = false)
{
    /// <summary>Whether the sum of the iteration, and so the model, is worth nothing: the federation halts and its model is never sold.</summary>
    public bool Halts => LosesSum || Kind is FaultKind.IncorrectGradient or FaultKind.AbsurdGradient or FaultKind.WithheldSeed;

    /// <summary>Whether it takes intent, or gross neglect: whoever was merely absent stays qualified.</summary>
    public bool Disqualifies => Kind != FaultKind.Absence;
}
