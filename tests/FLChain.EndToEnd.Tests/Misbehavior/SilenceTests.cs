namespace FLChain.EndToEnd.Tests.Misbehavior;

/// <summary>Members that are silent in one phase.</summary>
public sealed class SilenceTests : CheatTests
{
    [Theory]
    [InlineData("silent-in-preparation")]
    [InlineData("silent-in-gradient")]
    [InlineData("silent-in-aggregation")]
    public Task Cheat_EndsAsTheTablesSay(string name) => PlayAsync(name);
}
