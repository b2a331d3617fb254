namespace FLChain.Gateway.Rest;

/// <summary>Opens the dispute of an impossible sum.</summary>
/// <param name="Fid">Model.</param>
/// <param name="Iteration">Iteration, 1 or more.</param>
/// <param name="Shares">Keys of exactly t sealed unmasking shares of the iteration, in the order of their authors.</param>
public sealed record SumDisputeInput(string Fid, int Iteration, IReadOnlyList<RevealedShareKey> Shares);
