using System.Runtime.CompilerServices;
using FLChain.Core.Records;
using FLChain.Fabric.Protos;
using FLChain.Gateway.Index;
using FLChain.Gateway.Tests.Index;

namespace FLChain.Benchmarks.Gateway;

/// <summary>
/// A ledger with many models and trainers: blocks in Fabric's form with write sets as the contracts make them. The contracts
/// do not run, so that there can be many; what the gateway does with the blocks is all that it ever does.
/// </summary>
internal sealed class SyntheticMarket : ILedgerSource
{
    private const int RecordsInBlock = 250;

    private readonly TestChain _chain = new();

    /// <summary>Makes the ledger.</summary>
    /// <param name="models">Models, every second for sale and every twentieth in judging.</param>
    /// <param name="trainers">Trainers.</param>
    public SyntheticMarket(int models, int trainers)
    {
        for (var model = 0; model < models; model++)
            Add(model, "federation:PublishModel", TestRecords.Model(FidOf(model), StatusOf(model), 100 + (model % 900), title: $"Digits {model}", stage: ModelStage.Finished));
        for (var trainer = 0; trainer < trainers; trainer++) Add(trainer, "registry:RegisterTrainer", TestRecords.Trainer(trainer, rely: trainer % 1_000_000));
        _chain.Cut();
    }

    /// <summary>Its blocks.</summary>
    public IReadOnlyList<Block> Blocks => _chain.Blocks;

    /// <summary>The id of a model.</summary>
    public static string FidOf(int model) => $"flm-{model}";

    /// <summary>One more block, in which one trainer's record changes.</summary>
    public Block Change(int trainer, int version)
    {
        _chain.Add("registry:UpdateTrainer", [TestRecords.Trainer(trainer, rely: version % 1_000_000, version: version)]);
        return _chain.Cut();
    }

    public async IAsyncEnumerable<Block> BlocksAsync(ulong first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = (int)first; next < _chain.Blocks.Count; next++) yield return _chain.Blocks[next];
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    public Task<ulong> HeightAsync(CancellationToken cancellationToken) => Task.FromResult((ulong)_chain.Blocks.Count);

    private static ModelStatus StatusOf(int model) => model % 20 == 1 ? ModelStatus.Problematic : model % 2 == 0 ? ModelStatus.Onsale : ModelStatus.Unavailable;

    private void Add(int number, string function, (string Key, object? Record) write)
    {
        _chain.Add(function, [write]);
        if (number % RecordsInBlock == RecordsInBlock - 1) _chain.Cut();
    }
}
