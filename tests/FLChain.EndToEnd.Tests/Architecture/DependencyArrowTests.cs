using System.Xml.Linq;

namespace FLChain.EndToEnd.Tests.Architecture;

/// <summary>Dependencies between projects run one way (docs/architecture.md).</summary>
public sealed class DependencyArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["FLChain.Core"] = [],
        ["FLChain.Cryptography"] = [],
        ["FLChain.Fabric"] = [],
        ["FLChain.Fabric.Sample"] = ["FLChain.Fabric"],
        ["FLChain.DevPeer"] = ["FLChain.Fabric"],
        ["FLChain.Chaincode"] = ["FLChain.Core", "FLChain.Cryptography", "FLChain.Fabric"],
        ["FLChain.TrainerSdk"] = ["FLChain.Core", "FLChain.Cryptography", "FLChain.Fabric"],
        ["FLChain.Gateway"] = ["FLChain.Core", "FLChain.Cryptography", "FLChain.Fabric"],
        ["FLChain.Laboratory"] = ["FLChain.TrainerSdk"],
        ["FLChain.Cli"] = ["FLChain.TrainerSdk", "FLChain.Laboratory", "FLChain.Chaincode", "FLChain.DevPeer", "FLChain.Gateway"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_AreExactlyTheAllowedArrows(string project)
    {
        var file = Assert.Single(Directory.GetFiles(RepositoryRoot.Path, $"{project}.csproj", SearchOption.AllDirectories));
        var referenced = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Equal(Allowed[project].Order(), referenced.Order());
    }

    [Fact]
    public void EveryProductProject_HasItsArrows()
    {
        var projects = new[] { "core", "chaincode", "network", "gateway", "trainer-sdk" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(RepositoryRoot.Path, folder), "*.csproj", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}samples{Path.DirectorySeparatorChar}"))
            .Select(file => Path.GetFileNameWithoutExtension(file)!);

        Assert.Equal(Allowed.Keys.Order(), projects.Order());
    }

    [Fact]
    public void Fabric_HasNoWordOfFederatedLearning()
    {
        string[] words = ["gradient", "federat", "trainer", "paillier"];
        var sources = Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "network", "FLChain.Fabric"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"));

        foreach (var source in sources)
        {
            var text = File.ReadAllText(source);
            Assert.All(words, word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
        }
    }
}
