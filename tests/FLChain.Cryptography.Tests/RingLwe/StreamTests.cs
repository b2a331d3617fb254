using System.Buffers.Binary;
using System.Security.Cryptography;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.RingLwe;

namespace FLChain.Cryptography.Tests.RingLwe;

public sealed class StreamTests
{
    private static readonly ProofContext Context = Contexts.Of(1);

    [Fact]
    public void CounterStream_AnyBlock_IsTheEncryptionOfItsNumbers()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)(7 * i))];
        using var stream = new CounterStream(key);
        var words = new ulong[6];
        stream.Fill(5, 1_000_000_007, words);

        using var aes = Aes.Create();
        aes.Key = key;
        for (int block = 0; block < 3; block++)
        {
            var input = new byte[16];
            BinaryPrimitives.WriteInt64LittleEndian(input, 5);
            BinaryPrimitives.WriteInt64LittleEndian(input.AsSpan(8), 1_000_000_007 + block);
            byte[] output = aes.EncryptEcb(input, PaddingMode.None);
            Assert.Equal(BinaryPrimitives.ReadUInt64LittleEndian(output), words[2 * block]);
            Assert.Equal(BinaryPrimitives.ReadUInt64LittleEndian(output.AsSpan(8)), words[(2 * block) + 1]);
        }
    }

    [Theory]
    [InlineData("standard", 0)]
    [InlineData("light", 0)]
    [InlineData("light", 200)]
    public void PublicPolynomials_ManyElements_AreTheStreamWithoutWordsFromQOn(string ring, int first)
    {
        var parameters = ring == "light" ? RlweParameters.Light : RlweParameters.Standard;
        using var publics = new PublicPolynomials(parameters, Context);
        using var stream = new CounterStream(KeyOf(Context));
        var words = new ulong[parameters.Degree];
        var drawn = new ulong[2 * parameters.Degree];
        ulong mask = (1UL << parameters.WordBits) - 1;
        int rejected = 0;
        for (int k = first; k < first + 200; k++)
        {
            publics.Fill(k, words);
            stream.Fill(k, 0, drawn);
            Assert.Equal(drawn.Select(word => word & mask).Where(word => word < parameters.Modulus).Take(parameters.Degree), words);
            rejected += drawn.Take(parameters.Degree).Count(word => (word & mask) >= parameters.Modulus);
        }
        // One word in 65,536 is left out of the light ring: the tests must have met some.
        Assert.Equal(ring == "light", rejected > 0);
    }

    [Fact]
    public void PublicPolynomials_OfOneIteration_AreTheSameForEveryAuthorAndPhase()
    {
        var reference = Element(Context);
        Assert.Equal(reference, Element(Context with { Author = "dp-2", Phase = "share" }));
        foreach (var other in (ProofContext[])
            [Context with { Channel = "other" }, Context with { Fid = "other" }, Context with { Iteration = 8 }, Context with { Attempt = 1 },
                Context with { Channel = Context.Channel + Context.Fid[..1], Fid = Context.Fid[1..] }])
            Assert.NotEqual(reference, Element(other));
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("light")]
    public void PublicPolynomials_ManyWords_AreUniform(string ring)
    {
        var parameters = ring == "light" ? RlweParameters.Light : RlweParameters.Standard;
        using var publics = new PublicPolynomials(parameters, Context);
        var words = new ulong[parameters.Degree];
        var buckets = new int[256];
        int total = 0;
        for (int k = 0; k < 128; k++)
        {
            publics.Fill(k, words);
            foreach (ulong word in words)
                buckets[(int)((UInt128)word * 256 / parameters.Modulus)]++;
            total += words.Length;
        }
        double expected = total / 256.0;
        // 255 degrees of freedom: outside 170 … 360 with probability below 2·10^−5.
        Assert.InRange(buckets.Sum(count => (count - expected) * (count - expected) / expected), 170, 360);
    }

    private static ulong[] Element(ProofContext context)
    {
        using var publics = new PublicPolynomials(RlweParameters.Standard, context);
        var words = new ulong[RlweParameters.Standard.Degree];
        publics.Fill(0, words);
        return words;
    }

    private static byte[] KeyOf(ProofContext context)
    {
        using var transcript = new Transcript("flchain/rlwe/public/v1");
        transcript.Append("channel", context.Channel);
        transcript.Append("fid", context.Fid);
        transcript.Append("iteration", context.Iteration);
        transcript.Append("attempt", context.Attempt);
        return transcript.Digest()[..32];
    }
}
