namespace FLChain.Gateway.Rest;

/// <summary>A contributor's seed of a disputed iteration.</summary>
/// <param name="Envelope">The seed, sealed to the authority.</param>
public sealed record OpeningInput(byte[] Envelope);
