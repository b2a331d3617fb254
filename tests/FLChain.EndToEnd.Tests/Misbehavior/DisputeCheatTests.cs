namespace FLChain.EndToEnd.Tests.Misbehavior;

/// <summary>Gradients that pass their proof and betray themselves in the sum alone.</summary>
public sealed class DisputeCheatTests : CheatTests
{
    [Theory]
    [InlineData("overflowing-gradient")]
    [InlineData("withheld-seed")]
    public Task Cheat_EndsAsTheTablesSay(string name) => PlayAsync(name);
}
