using System.Diagnostics;
using System.Text;
using FLChain.Core.Ledger;
using FLChain.Core.Merkle;

namespace FLChain.Benchmarks.Gateway;

/// <summary>The Merkle tree over 100,000 records: changing one, proving one, verifying the proof.</summary>
internal static class TreeBenchmark
{
    private const int Records = 100_000;
    private const int Turns = 2_000;

    public static void Run(FigureTable figures)
    {
        var keys = Enumerable.Range(0, Records).Select(record => Keys.Model(SyntheticMarket.FidOf(record))).ToArray();
        var value = Encoding.UTF8.GetBytes(new string('r', 600));
        var tree = MerkleTree.Empty;
        foreach (var key in keys) tree = tree.With(key, value);
        var random = new Random(1);
        var (updates, proofs, verifications) = (new List<double>(), new List<double>(), new List<double>());
        for (var turn = 0; turn < Turns; turn++)
        {
            var key = keys[random.Next(Records)];
            value[0] = (byte)('a' + (turn % 26));
            var began = Stopwatch.GetTimestamp();
            tree = tree.With(key, value);
            updates.Add(Lap(ref began));
            var proof = tree.Prove(key);
            proofs.Add(Lap(ref began));
            if (proof.VerifyPresent(tree.Root, key, value) != MerkleVerdict.Valid) throw new InvalidOperationException("a proof does not hold");
            verifications.Add(Lap(ref began));
        }

        figures.Add("gateway.tree.records100000.update.p50.milliseconds", Sampling.Median(updates), "ms");
        figures.Add("gateway.tree.records100000.prove.p50.milliseconds", Sampling.Median(proofs), "ms");
        figures.Add("gateway.tree.records100000.verify.p50.milliseconds", Sampling.Median(verifications), "ms");
    }

    private static double Lap(ref long began)
    {
        var elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        began = Stopwatch.GetTimestamp();
        return elapsed;
    }
}
