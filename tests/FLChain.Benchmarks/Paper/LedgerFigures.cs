using System.Diagnostics;
using FLChain.Benchmarks.Federations;
using FLChain.Core;
using FLChain.Core.Encoding;
using FLChain.Core.Filters;
using FLChain.Core.Ledger;
using FLChain.Core.Merkle;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.Benchmarks.Paper;

/// <summary>Sizes and times of a ledger, for the paper's Tables VII and VIII.</summary>
internal sealed record LedgerFigures
{
    private const int Samples = 50;

    public required ulong Blocks { get; init; }

    /// <summary>Bytes of a trainer's record (the paper's DP).</summary>
    public required int TrainerRecordBytes { get; init; }

    /// <summary>Bytes of a model's record (the paper's FLM).</summary>
    public required int ModelRecordBytes { get; init; }

    /// <summary>Memory of the four counting filters.</summary>
    public required int FilterBytes { get; init; }

    /// <summary>Bytes of a block without its transactions: header and metadata, the orderer's signature among them.</summary>
    public required int EmptyBlockBytes { get; init; }

    /// <summary>Bytes of all blocks for each trainer and iteration; payloads are not in blocks.</summary>
    public required double BytesPerTrainerIteration { get; init; }

    public required double QueryFilterMilliseconds { get; init; }

    public required double QueryTreeMilliseconds { get; init; }

    /// <summary>One record from the peer, over the wire.</summary>
    public required double QueryRecordMilliseconds { get; init; }

    /// <summary>One record written, until it stands in a block.</summary>
    public required double UpdateRecordMilliseconds { get; init; }

    public static async Task<LedgerFigures> MeasureAsync(PlayedFederation federation, int iterations, CancellationToken cancellationToken)
    {
        var files = federation.Files;
        await using var ledger = LedgerClient.Connect(files.AuditorProfile);
        await using var authority = LedgerClient.Connect(Path.Combine(Path.GetDirectoryName(files.Authority)!, "profile.json"));
        var model = await ledger.ModelAsync(FederationPlan.Fid, cancellationToken);
        var trainer = await ledger.TrainerAsync(model.Dps[0], cancellationToken);
        var (bytes, empty, blocks) = await BlocksAsync(ledger, federation.Height, cancellationToken);
        var filter = new ModelFilter();
        filter.TryMove(model.Fid, ModelStatus.Unavailable, ModelStatus.Onsale);
        var tree = MerkleTree.Empty.With(Keys.Model(model.Fid), CanonicalJson.Encode(model)).With(Keys.Trainer(trainer.DpId), CanonicalJson.Encode(trainer));
        return new LedgerFigures
        {
            Blocks = blocks,
            TrainerRecordBytes = CanonicalJson.Encode(trainer).Length,
            ModelRecordBytes = CanonicalJson.Encode(model).Length,
            FilterBytes = new FilterOptions().Bytes,
            EmptyBlockBytes = empty,
            BytesPerTrainerIteration = (double)bytes / (iterations * (double)model.Dps.Count),
            QueryFilterMilliseconds = await MedianAsync(_ => Task.FromResult(filter.Ask(model.Fid))),
            QueryTreeMilliseconds = await MedianAsync(_ => Task.FromResult(tree.Prove(Keys.Trainer(trainer.DpId)))),
            QueryRecordMilliseconds = await MedianAsync(_ => ledger.TrainerAsync(trainer.DpId, cancellationToken)),
            UpdateRecordMilliseconds = await MedianAsync(k => MintAsync(authority, trainer, k, cancellationToken)),
        };
    }

    private static async Task<bool> MintAsync(LedgerClient authority, TrainerRecord trainer, int k, CancellationToken cancellationToken)
    {
        await authority.SubmitAsync(
            TransactionNames.Incentive.Contract, TransactionNames.Incentive.Mint, new Mint(trainer.DpId, 1, $"figure-{Guid.NewGuid():N}-{k}"), null, cancellationToken);
        return true;
    }

    private static async Task<(long Bytes, int Empty, ulong Count)> BlocksAsync(LedgerClient ledger, ulong height, CancellationToken cancellationToken)
    {
        long bytes = 0;
        var empty = 0;
        await foreach (var block in ledger.Network.BlocksAsync(0, height - 1, cancellationToken))
        {
            bytes += block.CalculateSize();
            empty = block.CalculateSize() - block.Data.CalculateSize();
        }

        return (bytes, empty, height);
    }

    private static async Task<double> MedianAsync<T>(Func<int, Task<T>> work)
    {
        var times = new List<double>();
        for (var k = 0; k < Samples; k++)
        {
            var began = Stopwatch.GetTimestamp();
            await work(k);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Sampling.Median(times);
    }
}
