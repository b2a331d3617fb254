using FLChain.Cryptography.Masking;

namespace FLChain.EndToEnd.Tests.Misbehavior;

/// <summary>What is wrong in a masked gradient, a share or an aggregate, under hybrid masking: the key's ciphertexts stand elsewhere and the words beside them.</summary>
public sealed class HybridCheatTests : CheatTests
{
    [Theory]
    [InlineData("wrong-ciphertext")]
    [InlineData("wrong-proof")]
    [InlineData("copied-ciphertext")]
    [InlineData("wrong-share")]
    [InlineData("wrong-aggregate")]
    public Task Cheat_EndsAsTheTablesSay(string name) => PlayAsync(name, HybridMasking.SchemeName);
}
