namespace FLChain.Core.Records;

/// <summary>The finished model as it is stored and sold: encrypted, its key known to the federation alone.</summary>
/// <param name="Digest">SHA-512 of the ciphertext, hex.</param>
/// <param name="KeyHash">Hash of the key, hex, as the vault computes it (SHA-512, domain-separated).</param>
/// <param name="Bytes">Length of the ciphertext.</param>
public sealed record Artifact(string Digest, string KeyHash, long Bytes);
