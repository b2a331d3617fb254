using FLChain.Benchmarks.Federations;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.Benchmarks;

/// <summary>What came of playing a case.</summary>
/// <param name="Times">Of its iterations.</param>
/// <param name="BlockBytes">Bytes of the blocks of all its iterations; 0 on Fabric.</param>
internal sealed record PlayedIterations(RoundTimes Times, long BlockBytes)
{
    /// <summary>Plays a case from the consortium's start to its last iteration.</summary>
    /// <param name="played">The case.</param>
    /// <param name="parties">Folder with the parties of a consortium that runs; null for an embedded one.</param>
    /// <param name="between">What is done before each turn, while the federation is halted; null for nothing.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<PlayedIterations> RunAsync(
        IterationCase played, string? parties, Func<PlayedFederation, CancellationToken, Task>? between, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("flchain-bench-").FullName;
        try
        {
            await using var federation = await PlayedFederation.StartAsync(
                new FederationPlan
                {
                    Directory = folder,
                    Parties = parties,
                    Model = played.Model,
                    Shards = played.Shards(),
                    Iterations = played.Iterations,
                    Threshold = played.Threshold,
                },
                cancellationToken);
            var from = parties is null ? federation.Height : 0;
            var halt = between is null ? null : new Halt(played.Trainers, played.Starts, token => between(federation, token));
            await federation.TrainAsync(cancellationToken, halt is null ? null : halt.BeforeAsync);
            return new PlayedIterations(federation.Times, parties is null ? await BlockBytesAsync(federation, from, cancellationToken) : 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<long> BlockBytesAsync(PlayedFederation federation, ulong from, CancellationToken cancellationToken)
    {
        await using var ledger = LedgerClient.Connect(federation.Files.AuditorProfile);
        long bytes = 0;
        await foreach (var block in ledger.Network.BlocksAsync(from, federation.Height - 1, cancellationToken)) bytes += block.CalculateSize();
        return bytes;
    }
}
