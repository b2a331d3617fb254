namespace FLChain.Core.Records;

/// <summary>What the authority dealt for a federation (the paper's CryptoSystem, Algorithm 2).</summary>
/// <param name="Fid">The model.</param>
/// <param name="Attempt">1 for the first dealing; a complaint lets the authority deal again.</param>
/// <param name="PublicKey">PK_FLM in the canonical form of the cryptography library.</param>
/// <param name="Proof">The dealer's proof that the modulus is well formed.</param>
/// <param name="Shares">Each member's sealed secrets, in the order of the federation's members.</param>
/// <param name="At">When, Unix milliseconds.</param>
public sealed record SetupRecord(string Fid, int Attempt, byte[] PublicKey, byte[] Proof, IReadOnlyList<SealedShare> Shares, long At);
