using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Chaincode.Tests.Infrastructure;

/// <summary>A banned symbol that does not exist bans nothing, and the analyzer says nothing of it.</summary>
public sealed class BannedSymbolsTests
{
    public static TheoryData<string> OwnTypes =>
        [.. File.ReadAllLines(Path()).Where(line => line.StartsWith("T:FLChain.", StringComparison.Ordinal)).Select(line => line[2..line.IndexOf(';', StringComparison.Ordinal)])];

    [Theory]
    [MemberData(nameof(OwnTypes))]
    public void BannedSymbols_OwnType_Exists(string type) => Assert.NotNull(typeof(ThresholdPublicKey).Assembly.GetType(type));

    [Theory]
    [InlineData("FLChain.Cryptography.Envelopes.SealedEnvelope", 3)]
    [InlineData("FLChain.Cryptography.Envelopes.ShareKey", 2)]
    public void BannedSymbols_Seal_HasTheParametersThatAreBanned(string type, int parameters)
    {
        var method = typeof(ThresholdPublicKey).Assembly.GetType(type)!.GetMethod("Seal")!;
        var list = string.Join(',', method.GetParameters().Select(_ => "System.ReadOnlySpan{System.Byte}"));
        Assert.Equal(parameters, method.GetParameters().Length);
        Assert.All(method.GetParameters(), parameter => Assert.Equal(typeof(ReadOnlySpan<byte>), parameter.ParameterType));
        Assert.Contains(File.ReadAllLines(Path()), line => line.StartsWith($"M:{type}.Seal({list});", StringComparison.Ordinal));
    }

    private static string Path()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "FLChain.sln"))) folder = folder.Parent!;
        return System.IO.Path.Combine(folder.FullName, "chaincode/FLChain.Chaincode/BannedSymbols.txt");
    }
}
