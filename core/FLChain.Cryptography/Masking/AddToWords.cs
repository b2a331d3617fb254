namespace FLChain.Cryptography.Masking;

/// <summary>Adds a vector's part in ring element k to the words of its mask, mod q.</summary>
internal delegate void AddToWords(int k, Span<ulong> words);
