using FLChain.Cryptography.RingLwe;

namespace FLChain.Cryptography.Tests.RingLwe;

public sealed class ResiduesTests
{
    [Theory]
    [InlineData(134215681L)]
    [InlineData(2 * 9007199254614017L)]
    public void NonNegative_OnBothSidesOfZero_IsTheResidue(long modulus)
    {
        foreach (long x in (long[])[-modulus, -modulus + 1, -1, 0, 1, modulus - 1])
            Assert.Equal((ulong)(((x % modulus) + modulus) % modulus), Residues.NonNegative(unchecked((ulong)x), (ulong)modulus));
        // What is not negative stays, however large.
        Assert.Equal((ulong)long.MaxValue, Residues.NonNegative(long.MaxValue, (ulong)modulus));
    }
}
