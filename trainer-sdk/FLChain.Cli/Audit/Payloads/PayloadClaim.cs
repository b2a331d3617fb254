using FLChain.Core.Requests;

namespace FLChain.Cli.Audit.Payloads;

/// <summary>A record that names a payload which the same transaction wrote.</summary>
/// <param name="Reference">The payload.</param>
/// <param name="Digest">SHA-512 that the record gives it, hex.</param>
/// <param name="Bytes">Length that the record gives it; null where it gives none.</param>
/// <param name="RecordKey">Key of the record.</param>
internal sealed record PayloadClaim(PayloadReference Reference, string Digest, long? Bytes, string RecordKey);
