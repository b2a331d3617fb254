namespace FLChain.EndToEnd.Tests.Misbehavior;

/// <summary>Cheats outside of the iterations.</summary>
public sealed class PartyCheatTests : CheatTests
{
    [Theory]
    [InlineData("false-report")]
    [InlineData("false-challenge")]
    [InlineData("forged-judgment")]
    [InlineData("illegal-data")]
    [InlineData("free-rider")]
    [InlineData("double-purchase")]
    [InlineData("wrong-delivery-key")]
    [InlineData("bad-dealt-share")]
    public Task Cheat_EndsAsTheTablesSay(string name) => PlayAsync(name);
}
