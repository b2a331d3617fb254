namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>A consortium with as many trainers as the cheats take.</summary>
public sealed class ManyTrainersNetwork : FabricNetwork
{
    /// <summary>Not started yet.</summary>
    public ManyTrainersNetwork()
        : base(FabricCheatTests.Trainers)
    {
    }
}
