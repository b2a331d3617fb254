using System.Runtime.CompilerServices;

namespace FLChain.Cryptography.RingLwe;

/// <summary>Reduction of secret words. <see cref="Math.Min(ulong, ulong)"/> may become a branch, which a processor predicts from what it saw before.</summary>
internal static class Residues
{
    /// <summary>x where it is not negative, else x + <paramref name="modulus"/>, without a branch.</summary>
    /// <param name="x">From −modulus to below 2^63, in two's complement.</param>
    /// <param name="modulus">Below 2^63.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong NonNegative(ulong x, ulong modulus) => unchecked(x + (modulus & (ulong)((long)x >> 63)));
}
