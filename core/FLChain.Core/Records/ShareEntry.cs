namespace FLChain.Core.Records;

/// <summary>A trainer's unmasking share of one iteration; the vector itself is a payload, sealed to the group key.</summary>
/// <param name="Author">dpId.</param>
/// <param name="Digest">SHA-512 of the sealed payload, hex.</param>
/// <param name="Bytes">Length of the sealed payload.</param>
/// <param name="BeaconShare">Unmasking share of the beacon with its proof, public.</param>
/// <param name="At">When, Unix milliseconds.</param>
public sealed record ShareEntry(string Author, string Digest, long Bytes, byte[] BeaconShare, long At);
