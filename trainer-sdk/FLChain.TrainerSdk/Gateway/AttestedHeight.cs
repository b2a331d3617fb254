using FLChain.Core.Records;

namespace FLChain.TrainerSdk.Gateway;

/// <summary>What organizations attested at one height.</summary>
/// <param name="Height">Block number.</param>
/// <param name="Roots">One for each organization.</param>
/// <param name="Agreed">The root that more than half of the attestations name, when at least two organizations named it; null otherwise.</param>
/// <param name="Own">The root that the gateway has of that block; null where its index does not have the block.</param>
/// <param name="Alarm">Whether organizations disagree with each other, or with the gateway.</param>
public sealed record AttestedHeight(int Height, IReadOnlyList<RootRecord> Roots, string? Agreed, string? Own, bool Alarm);
