namespace FLChain.EndToEnd.Tests.Misbehavior;

/// <summary>Masked gradients whose proof does not hold for their author.</summary>
public sealed class GradientCheatTests : CheatTests
{
    [Theory]
    [InlineData("wrong-ciphertext")]
    [InlineData("wrong-proof")]
    [InlineData("copied-ciphertext")]
    [InlineData("replayed-gradient")]
    public Task Cheat_EndsAsTheTablesSay(string name) => PlayAsync(name);
}
