namespace FLChain.Core.Records;

/// <summary>A judge's signature of a judgment.</summary>
/// <param name="Key">DER SubjectPublicKeyInfo of the judge's P-256 key, one that the policy names.</param>
/// <param name="Signature">ECDSA with SHA-256 over <c>JudgmentForm.Encode</c>: r and s, 32 bytes each, big-endian (IEEE P1363).</param>
public sealed record JudgeSignature(byte[] Key, byte[] Signature);
