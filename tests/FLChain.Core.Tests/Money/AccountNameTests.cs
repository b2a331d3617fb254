using FLChain.Core.Money;

namespace FLChain.Core.Tests.Money;

public sealed class AccountNameTests
{
    [Fact]
    public void OwnerOf_PartyAndDeposit_IsTheParty()
    {
        Assert.Equal("ab", AccountName.OwnerOf(AccountName.Party("ab")));
        Assert.Equal("ab", AccountName.OwnerOf(AccountName.Deposit("ab")));
    }

    [Theory]
    [InlineData(AccountName.Issue)]
    [InlineData(AccountName.Public)]
    [InlineData(AccountName.Authority)]
    [InlineData("fed:flm-a")]
    [InlineData("PARTY:ab")]
    public void OwnerOf_SharedAccount_IsNobody(string account) => Assert.Null(AccountName.OwnerOf(account));

    [Fact]
    public void IsDeposit_OnlyTheDeposit()
    {
        Assert.True(AccountName.IsDeposit(AccountName.Deposit("ab")));
        Assert.False(AccountName.IsDeposit(AccountName.Party("deposit:ab")));
        Assert.Equal("fed:flm-a", AccountName.Federation("flm-a"));
    }
}
