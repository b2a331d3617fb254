namespace FLChain.Fabric.Sample;

/// <summary>An asset goes to another owner.</summary>
/// <param name="Id">The asset.</param>
/// <param name="NewOwner">Who owns it from then on.</param>
public sealed record AssetTransfer(string Id, string NewOwner);
