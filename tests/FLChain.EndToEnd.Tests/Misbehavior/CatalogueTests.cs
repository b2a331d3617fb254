using System.Reflection;
using FLChain.Laboratory.Cheats;

namespace FLChain.EndToEnd.Tests.Misbehavior;

/// <summary>No cheat of the catalogue is without its test under the paper's masking; <see cref="HybridCheatTests"/> plays some of them again.</summary>
public sealed class CatalogueTests
{
    [Fact]
    public void Catalogue_EachCheat_IsPlayedByExactlyOneTest()
    {
        var played = typeof(CheatTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CheatTests)) && type != typeof(HybridCheatTests))
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<InlineDataAttribute>())
            .Select(attribute => (string)attribute.Data[0]!);
        Assert.Equal(CheatCatalogue.Create().Select(cheat => cheat.Name).Order(), played.Order());
    }

    [Fact]
    public void Catalogue_Names_AreKebabCaseAndFound()
    {
        Assert.All(CheatCatalogue.Create(), cheat => Assert.Matches("^[a-z]+(-[a-z]+)*$", cheat.Name));
        Assert.All(CheatCatalogue.Create(), cheat => Assert.Equal(cheat.Name, CheatCatalogue.Find(cheat.Name)!.Name));
        Assert.Null(CheatCatalogue.Find("honesty"));
    }
}
