namespace FLChain.Cryptography.Masking;

/// <summary>What one vector costs under a masking scheme, whatever its values.</summary>
/// <param name="Ciphertexts">Threshold Paillier ciphertexts of one vector, each of which costs every share a long exponentiation.</param>
/// <param name="MaskedBytes">Exact length of a masked vector.</param>
/// <param name="AggregateBytes">Exact length of an aggregate.</param>
/// <param name="MaxShareBytes">Length of a share payload at most, before it is sealed.</param>
public sealed record MaskingSize(int Ciphertexts, long MaskedBytes, long AggregateBytes, long MaxShareBytes);
