namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>Tests that share one network with many trainers, one after another, and after the other tests: two networks at once are slow.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OnManyTrainers : ICollectionFixture<ManyTrainersNetwork>
{
    public const string Name = "one Fabric network with many trainers";
}
