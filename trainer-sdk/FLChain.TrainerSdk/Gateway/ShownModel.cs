using FLChain.Core.Filters;
using FLChain.Core.Records;

namespace FLChain.TrainerSdk.Gateway;

/// <summary>A model as the gateway shows it.</summary>
/// <param name="Model">Its record.</param>
/// <param name="Filter">What the DDCBF says of it.</param>
/// <param name="Purchases">How often it was bought.</param>
public sealed record ShownModel(Placed<ModelRecord> Model, FilterAnswer Filter, long Purchases);
