using System.Numerics;
using FLChain.Cryptography.Proofs;

namespace FLChain.Cryptography.Tests.Proofs;

public sealed class TranscriptTests
{
    [Fact]
    public void Challenge_FieldsThatConcatenateAlike_AllDiffer()
    {
        // Each list has the same bytes when simply joined; a transcript without lengths could not tell them apart.
        (string Protocol, (string Label, string Value)[] Fields)[] transcripts =
        [
            ("p", [("ab", "cd")]),
            ("p", [("a", "bcd")]),
            ("p", [("abc", "d")]),
            ("p", [("", "abcd")]),
            ("p", [("abcd", "")]),
            ("p", [("a", "b"), ("c", "d")]),
            ("p", [("ab", ""), ("", "cd")]),
            ("pa", [("b", "cd")]),
            ("pabcd", []),
        ];
        var challenges = transcripts.Select(fields =>
        {
            using var transcript = new Transcript(fields.Protocol);
            foreach (var (label, value) in fields.Fields)
                transcript.Append(label, value);
            return transcript.Challenge("e");
        }).ToList();
        Assert.Equal(challenges.Count, challenges.Distinct().Count());
    }

    [Fact]
    public void Challenge_OrderOfFields_Matters()
    {
        using var first = new Transcript("p");
        first.Append("x", 1);
        first.Append("y", 2);
        using var second = new Transcript("p");
        second.Append("y", 2);
        second.Append("x", 1);
        Assert.NotEqual(first.Challenge("e"), second.Challenge("e"));
    }

    [Fact]
    public void Challenge_KnownTranscript_IsPinned()
    {
        using var transcript = new Transcript("flchain/test/v1");
        transcript.Append("text", "abc");
        transcript.Append("number", -2L);
        transcript.Append("big", (BigInteger.One << 64) + 5);
        // Computed apart, from the definition: SHA-512(SHA-512(fields) ‖ index ‖ block ‖ label).
        Assert.Equal("3758a44f3a5f3c247a8fdb91d262856e", transcript.Challenge("e").ToString("x32"));
        Assert.Equal("ca2c5f94b32d64d93290c70c02ddee6323f70c3ca128672e913adb47d8bea9bd", Convert.ToHexStringLower(transcript.Weights("rho", 2)));
        Assert.Equal("7e2dfadb603e7597ff1c247b02837720", transcript.Residue("y", 3, (BigInteger.One << 127) - 1).ToString("x32"));
    }

    [Fact]
    public void Challenge_Length_Is128BitsAndLabelSeparates()
    {
        using var transcript = new Transcript("p");
        Assert.NotEqual(transcript.Challenge("e"), transcript.Challenge("f"));
        var union = BigInteger.Zero;
        for (int i = 0; i < 200; i++)
        {
            transcript.Append("i", i);
            var challenge = transcript.Challenge("e");
            Assert.True(challenge.GetBitLength() <= 128);
            union |= challenge;
        }
        Assert.Equal((BigInteger.One << 128) - 1, union);
    }

    [Fact]
    public void Weights_EachIndex_IsDifferentAndStable()
    {
        using var transcript = new Transcript("p");
        var weights = transcript.Weights("rho", 100).Chunk(16).Select(Convert.ToHexString).ToList();
        Assert.Equal(100, weights.Distinct().Count());
        Assert.Equal(weights.Take(10), transcript.Weights("rho", 10).Chunk(16).Select(Convert.ToHexString));
    }
}
