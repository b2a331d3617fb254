namespace FLChain.EndToEnd.Tests.Misbehavior;

/// <summary>Wrong aggregates and unmasking shares.</summary>
public sealed class UnmaskingCheatTests : CheatTests
{
    [Theory]
    [InlineData("wrong-aggregate")]
    [InlineData("wrong-share")]
    [InlineData("share-of-another")]
    [InlineData("unopenable-share")]
    public Task Cheat_EndsAsTheTablesSay(string name) => PlayAsync(name);
}
