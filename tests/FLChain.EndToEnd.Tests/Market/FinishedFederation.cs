using FLChain.EndToEnd.Tests.Federations;

namespace FLChain.EndToEnd.Tests.Market;

/// <summary>One finished federation for all tests of the market, with nobody selling yet.</summary>
public sealed class FinishedFederation : IAsyncLifetime
{
    internal static readonly FederationShape Shape = new() { Trainers = 3, Threshold = 2, Iterations = 1 };

    internal TestFederation World { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await TestFederation.FormAsync(Shape);
        await World.TrainAndFinishAsync();
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
