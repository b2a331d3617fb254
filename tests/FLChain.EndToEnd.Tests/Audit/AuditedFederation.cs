using FLChain.EndToEnd.Tests.Federations;

namespace FLChain.EndToEnd.Tests.Audit;

/// <summary>One finished federation for all tests of the audit.</summary>
public sealed class AuditedFederation : IAsyncLifetime
{
    internal static readonly FederationShape Shape = new() { Trainers = 3, Threshold = 2, Iterations = 2 };

    internal TestFederation World { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await TestFederation.FormAsync(Shape);
        await World.TrainAndFinishAsync();
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
