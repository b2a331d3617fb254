namespace FLChain.Core.Records;

/// <summary>A contributor's seed of a disputed iteration, sealed to the authority.</summary>
/// <param name="Author">dpId.</param>
/// <param name="Envelope">Its 32-byte seed, sealed with <c>EnvelopeContexts.SeedOpening</c>.</param>
/// <param name="At">When, Unix milliseconds.</param>
public sealed record OpeningEntry(string Author, byte[] Envelope, long At);
