using System.Numerics;
using FLChain.Cryptography.RingLwe;

namespace FLChain.Cryptography.Tests.RingLwe;

public sealed class WordPackingTests
{
    [Fact]
    public void Pack_AnyWidthAndCount_IsOneLongNumber()
    {
        var random = new Random(1);
        for (int width = 1; width <= 56; width++)
        {
            foreach (int count in (int[])[1, 2, 3, 7, 8, 9, 31, 64, 65])
            {
                ulong[] words = [.. Enumerable.Range(0, count).Select(i => i % 3 == 0 ? (1UL << width) - 1 : (ulong)random.NextInt64(1L << width))];
                var bytes = new byte[WordPacking.BytesFor(count, width)];
                WordPacking.Pack(words, width, bytes);

                var number = words.Select((word, i) => (BigInteger)word << (i * width)).Aggregate((a, b) => a + b);
                Assert.Equal(number, new BigInteger(bytes, isUnsigned: true));
                var read = new ulong[count];
                Assert.True(WordPacking.TryUnpack(bytes, width, read));
                Assert.Equal(words, read);
            }
        }
    }

    [Theory]
    [InlineData(53, 1)]
    [InlineData(53, 5)]
    [InlineData(27, 3)]
    [InlineData(9, 113)]
    public void TryUnpack_BitAfterTheLastWord_IsFalse(int width, int count)
    {
        var bytes = new byte[WordPacking.BytesFor(count, width)];
        var words = new ulong[count];
        for (int bit = width * count; bit < 8 * bytes.Length; bit++)
        {
            Array.Clear(bytes);
            bytes[bit / 8] = (byte)(1 << (bit % 8));
            Assert.False(WordPacking.TryUnpack(bytes, width, words));
        }
        Assert.True(WordPacking.TryUnpack(new byte[bytes.Length], width, words));
    }
}
