namespace FLChain.Gateway.Rest;

/// <summary>Whether money is conserved.</summary>
/// <param name="Minted">Everything ever issued.</param>
/// <param name="Held">What all accounts hold together, but for the issue.</param>
/// <param name="Accounts">Accounts that there are.</param>
/// <param name="Conserved">Whether the two are equal.</param>
/// <param name="Blocks">Blocks that the figures are over.</param>
public sealed record ConservationFigures(long Minted, long Held, long Accounts, bool Conserved, long Blocks);
