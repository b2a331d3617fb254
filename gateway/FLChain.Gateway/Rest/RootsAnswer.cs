using FLChain.Gateway.Attestation;

namespace FLChain.Gateway.Rest;

/// <summary>What organizations attested at one height.</summary>
/// <param name="Height">Block number.</param>
/// <param name="Roots">One for each organization.</param>
/// <param name="Agreed">The root that more than half of the attestations name, when at least two organizations named it; absent otherwise.</param>
/// <param name="Own">The root that this gateway has of that block; absent where its index does not have the block.</param>
/// <param name="Alarm">Whether organizations disagree with each other, or with this gateway.</param>
public sealed record RootsAnswer(int Height, IReadOnlyList<RootRecord> Roots, string? Agreed, string? Own, bool Alarm)
{
    internal static RootsAnswer Of(IReadOnlyList<RootRecord> roots, string? own)
    {
        var groups = roots.GroupBy(root => root.Root, StringComparer.Ordinal).ToList();
        var agreed = groups.SingleOrDefault(group => group.Count() >= 2 && group.Count() * 2 > roots.Count)?.Key;
        return new RootsAnswer(roots[0].Height, roots, agreed, own, RootAlarms.Differ(roots, own));
    }
}
