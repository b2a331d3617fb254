using System.Numerics;
using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.Tests.Arithmetic;

public sealed class JacobiSymbolTests
{
    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(2, 3, -1)]
    [InlineData(2, 15, 1)]
    [InlineData(7, 15, -1)]
    [InlineData(5, 15, 0)]
    [InlineData(1001, 9907, -1)]
    public void Of_KnownValues_Agrees(int a, int n, int expected) => Assert.Equal(expected, JacobiSymbol.Of(a, n));

    [Fact]
    public void Of_PrimeModulus_IsEulersCriterion()
    {
        foreach (int prime in (int[])[3, 5, 7, 101, 103, 65521])
        {
            for (int a = 1; a < Math.Min(prime, 200); a++)
            {
                bool isSquare = BigInteger.ModPow(a, (prime - 1) / 2, prime).IsOne;
                Assert.Equal(isSquare ? 1 : -1, JacobiSymbol.Of(a, prime));
            }
        }
    }
}
