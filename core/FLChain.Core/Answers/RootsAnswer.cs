using FLChain.Core.Records;

namespace FLChain.Core.Answers;

/// <summary>What the organizations attested at a height.</summary>
/// <param name="Roots">One for each organization.</param>
/// <param name="Agreed">The root that more than half of the attestations name, when at least two organizations named it; otherwise absent.</param>
public sealed record RootsAnswer(IReadOnlyList<RootRecord> Roots, string? Agreed);
