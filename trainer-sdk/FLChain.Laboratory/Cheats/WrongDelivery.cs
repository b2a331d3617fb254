using FLChain.Core.Records;
using FLChain.Laboratory.Conducts;
using FLChain.Laboratory.Scenes;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Cheats;

/// <summary>A member that delivers a key which is not the model's.</summary>
internal sealed class WrongDelivery() : Cheat(
    "wrong-delivery-key",
    "A member delivers a key that does not open the model that was bought.",
    new Expectation
    {
        Words = "The buyer reveals its one-time key, the contract opens the envelope itself: the price goes back, the deliverer's deposit to the public account, and the others sell the next copy.",
        Fault = FaultKind.WrongDeliveryKey,
        Standing = TrainerStatus.Unqualified,
        Earns = false,
    })
{
    private PurchaseRecord? _first;

    public override Conduct CreateConduct() => new WrongDeliveryKey();

    public override async Task AfterAsync(Scene scene, CancellationToken cancellationToken)
    {
        _first = await scene.TradeAsync([scene.Cheater], cancellationToken);
        await scene.TradeAsync(scene.Honest, cancellationToken);
    }

    public override Task<IReadOnlyList<SceneCheck>> CheckAsync(Scene scene, SceneFacts facts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SceneCheck>>(
        [
            SceneCheck.Of("the first purchase is", PurchaseState.Refunded, _first?.State),
            SceneCheck.Of("because of a", "wrong-key", _first?.Outcome),
        ]);
}
