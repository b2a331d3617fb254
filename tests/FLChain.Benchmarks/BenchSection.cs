using FLChain.Benchmarks.Gateway;

namespace FLChain.Benchmarks;

/// <summary>A part of <c>make bench</c> that can be named.</summary>
/// <param name="Name">What names it.</param>
/// <param name="Minutes">How long it takes where nothing else runs, roughly.</param>
/// <param name="IsDefault">Whether it is measured where none is named.</param>
/// <param name="Figures">Beginnings of its figures' names; no other section's figures begin so.</param>
/// <param name="RunAsync">Measures.</param>
internal sealed record BenchSection(
    string Name, int Minutes, bool IsDefault, IReadOnlyList<string> Figures, Func<FigureTable, CancellationToken, Task> RunAsync)
{
    /// <summary>All sections in the order in which they run.</summary>
    public static readonly IReadOnlyList<BenchSection> All =
    [
        new("kernels", 3, true, ["paillier.", "mask.", "mask_prepared.", "masked_bytes.", "verify.", "verify_share.", "aggregate_two.", "share_and_prove.", "unmask.", "open_seed."], KernelsAsync),
        new("peer", 1, true, ["devpeer."], PeerBenchmark.RunAsync),
        new(
            "iterations",
            4,
            true,
            [
                "iteration.softmax7850.", "iteration.mlp100k.n4.devpeer.", "iteration.mlp100k.n4.plain.", "iteration.mlp100k.n4.ratio_to_plain",
                "iteration.mlp100k.n10.", "iteration.mlp1m.", "trainer.", "ledger.",
            ],
            IterationBenchmark.RunAsync),
        new("on-fabric", 2, true, ["iteration.mlp100k.n4.fabric."], IterationBenchmark.RunOnFabricAsync),
        new("largest", 6, true, ["iteration.mlp100k.n32."], IterationBenchmark.RunLargestAsync),
        new("growth", 4, true, ["growth."], GrowthBenchmark.RunAsync),
        new("gateway", 2, false, ["gateway."], GatewayBenchmark.RunAsync),
        new("shim", 1, false, ["shim."], ShimBenchmark.RunAsync),
        new("fabric", 6, false, ["fabric."], ChaincodeBenchmark.RunAsync),
    ];

    private static Task KernelsAsync(FigureTable figures, CancellationToken cancellationToken)
    {
        KernelBenchmark.Run(figures);
        return Task.CompletedTask;
    }
}
