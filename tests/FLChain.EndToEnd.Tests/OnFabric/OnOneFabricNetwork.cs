namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>Tests that share one network, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class OnOneFabricNetwork : ICollectionFixture<FabricNetwork>
{
    public const string Name = "one Fabric network";
}
