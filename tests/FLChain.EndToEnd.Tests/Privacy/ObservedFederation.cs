using FLChain.EndToEnd.Tests.Federations;
using FLChain.TrainerSdk.Models;

namespace FLChain.EndToEnd.Tests.Privacy;

/// <summary>A finished federation with secret initial weights, and what an outsider of the buyers' organization has fetched of it.</summary>
public sealed class ObservedFederation : IAsyncLifetime
{
    // 20 parameters fit into one ciphertext, so that shares of the beacon have the shape of shares of the aggregate.
    internal static readonly FederationShape Shape = new()
    {
        Trainers = 3,
        Threshold = 2,
        Iterations = 3,
        Model = new SoftmaxRegression(4, 4),
        SecretInitialWeights = true,
    };

    internal TestFederation World { get; private set; } = null!;

    internal OutsiderHoldings Holdings { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await TestFederation.FormAsync(Shape);
        await World.TrainAndFinishAsync();
        var store = TestMember.Options(World.Consortium.Files.Buyer).Artifacts!;
        Holdings = await OutsiderHoldings.FetchAsync(World.Ledger, FederationShape.Fid, World.Consortium.Height, store, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
