using FLChain.Core.Filters;

namespace FLChain.Gateway.Rest;

/// <summary>A model.</summary>
/// <param name="Model">Its record with its place on the ledger.</param>
/// <param name="Filter">What the DDCBF says of it.</param>
/// <param name="Purchases">How often it was bought.</param>
public sealed record ModelAnswer(Recorded<ModelRecord> Model, FilterAnswer Filter, long Purchases);
