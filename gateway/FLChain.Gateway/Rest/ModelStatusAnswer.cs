using FLChain.Core.Filters;

namespace FLChain.Gateway.Rest;

/// <summary>What is known of a model's status.</summary>
/// <param name="Fid">The model.</param>
/// <param name="Filter">What the DDCBF says.</param>
/// <param name="Status">The status: by the filter where it can say, by the index where the filter is ambiguous; absent where there is no such model and the filter says neither.</param>
/// <param name="LookedUp">Whether the index was asked.</param>
public sealed record ModelStatusAnswer(string Fid, FilterAnswer Filter, ModelStatus? Status, bool LookedUp);
