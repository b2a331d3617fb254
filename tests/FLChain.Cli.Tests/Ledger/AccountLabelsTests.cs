using FLChain.Cli.Ledger;

namespace FLChain.Cli.Tests.Ledger;

public sealed class AccountLabelsTests
{
    private static readonly string Id = new('a', 64);
    private static readonly AccountLabels Labels = new(new Dictionary<string, string> { [Id] = "trainer-1" });

    [Fact]
    public void Of_KnownParty_GivesItsPseudonym()
    {
        Assert.Equal("trainer-1", Labels.Of($"party:{Id}"));
        Assert.Equal("deposit of trainer-1", Labels.Of($"deposit:{Id}"));
        Assert.Equal(Id, Labels.PartyOf("trainer-1"));
    }

    [Fact]
    public void Of_UnknownParty_GivesAShortId() => Assert.Equal("bbbbbbbbbbbb…", Labels.Of($"party:{new string('b', 64)}"));

    [Theory]
    [InlineData("issue", "minted")]
    [InlineData("pac", "PAC")]
    [InlineData("auth", "AUTH")]
    [InlineData("fed:digits", "digits")]
    public void Of_SharedAccount_SaysWhatItIs(string account, string word) => Assert.Contains(word, Labels.Of(account), StringComparison.Ordinal);

    [Fact]
    public void PartyOf_Unknown_IsNone() => Assert.Null(Labels.PartyOf("nobody"));
}
