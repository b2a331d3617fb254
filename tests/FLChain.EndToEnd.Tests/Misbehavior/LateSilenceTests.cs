namespace FLChain.EndToEnd.Tests.Misbehavior;

/// <summary>Members that are silent towards the end.</summary>
public sealed class LateSilenceTests : CheatTests
{
    [Theory]
    [InlineData("silent-in-unmasking")]
    [InlineData("silent-in-finish")]
    [InlineData("silent-in-delivery")]
    public Task Cheat_EndsAsTheTablesSay(string name) => PlayAsync(name);
}
