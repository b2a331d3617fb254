using FLChain.Core.Filters;
using FLChain.Core.Records;

namespace FLChain.TrainerSdk.Gateway;

/// <summary>Whether a model is for sale.</summary>
/// <param name="Fid">The model.</param>
/// <param name="Filter">What the DDCBF says.</param>
/// <param name="Status">The status; null where there is no such model, and where the filter says that it is neither for sale nor in judging.</param>
/// <param name="LookedUp">Whether the index was asked.</param>
public sealed record ShownStatus(string Fid, FilterAnswer Filter, ModelStatus? Status, bool LookedUp);
