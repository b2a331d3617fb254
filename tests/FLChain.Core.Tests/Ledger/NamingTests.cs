using FLChain.Core.Ledger;

namespace FLChain.Core.Tests.Ledger;

public sealed class NamingTests
{
    // FIPS 180-4 test values of "abc".
    private const string Sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private const string Sha512 =
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";

    [Fact]
    public void PartyIdAndDigest_OfKnownBytes_AreTheirHashes()
    {
        Assert.Equal(Sha256, Naming.PartyId("abc"u8));
        Assert.Equal(Sha512, Naming.Digest("abc"u8));
    }

    [Fact]
    public void IsPartyIdAndTransactionIdAndDigest_TakeOnlyTheirOwnForm()
    {
        Assert.True(Naming.IsPartyId(Sha256) && Naming.IsTransactionId(Sha256) && Naming.IsDigest(Sha512));
        foreach (var other in new[] { null, "", Sha256[1..], Sha256 + "0", Sha256.ToUpperInvariant(), "g" + Sha256[1..], Sha256[..^1] + "\0" })
            Assert.False(Naming.IsPartyId(other) || Naming.IsTransactionId(other) || Naming.IsDigest(other));
        Assert.False(Naming.IsDigest(Sha256) || Naming.IsPartyId(Sha512) || Naming.IsDigest(Sha512.ToUpperInvariant()));
    }

    [Theory]
    [InlineData("abc", true)]
    [InlineData("a--b", true)]
    [InlineData("flm-digits-2026", true)]
    [InlineData("ab", false)]
    [InlineData("1abc", false)]
    [InlineData("-abc", false)]
    [InlineData("abc-", false)]
    [InlineData("Abc", false)]
    [InlineData("ab_c", false)]
    [InlineData("abc\0", false)]
    [InlineData("äbc", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsFid_Text_IsASlugOrNot(string? text, bool expected) => Assert.Equal(expected, Naming.IsFid(text));

    [Fact]
    public void IsFid_Length_IsThreeToSixtyFour()
    {
        Assert.True(Naming.IsFid(new string('a', 64)));
        Assert.False(Naming.IsFid(new string('a', 65)));
    }
}
