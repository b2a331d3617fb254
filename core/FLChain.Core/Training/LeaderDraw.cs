using System.Numerics;

namespace FLChain.Core.Training;

/// <summary>
/// Reliability-based leader selection: from the upper part of the correct nodes, drawn with weight RELY. The seed is
/// the beacon of the previous iteration, which nobody knew when the nodes of that iteration could still choose.
/// </summary>
public static class LeaderDraw
{
    private const string Tag = "FLChain/leader-draw/v1";

    /// <summary>The leader's dpId.</summary>
    /// <param name="candidates">At least one, each dpId once, in any order.</param>
    /// <param name="upperPart">Which part is drawn from, most reliable first, 1 to 1,000,000 parts per million; whoever is as reliable as the last of it is in it too.</param>
    /// <param name="seed">Beacon of the previous iteration.</param>
    /// <param name="fid">Model.</param>
    /// <param name="iteration">Iteration.</param>
    public static string Draw(IReadOnlyCollection<LeaderCandidate> candidates, int upperPart, ReadOnlySpan<byte> seed, string fid, int iteration)
    {
        ArgumentOutOfRangeException.ThrowIfZero(candidates.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(upperPart);
        var byReliability = candidates.OrderByDescending(candidate => candidate.Rely).ToArray();
        var places = Math.Max(1, (int)(((long)byReliability.Length * upperPart + 999_999) / 1_000_000));
        var least = byReliability[Math.Min(places, byReliability.Length) - 1].Rely;
        var drawn = candidates.Where(candidate => candidate.Rely >= least).OrderBy(candidate => candidate.DpId, StringComparer.Ordinal).ToArray();

        // A node of reliability zero keeps a weight of one, so that a draw among such nodes is still a draw.
        var total = drawn.Sum(candidate => Weight(candidate));
        var point = (long)(Value(seed, fid, iteration) % total);
        foreach (var candidate in drawn)
        {
            point -= Weight(candidate);
            if (point < 0) return candidate.DpId;
        }

        throw new InvalidOperationException("the weights do not add up to their total");
    }

    private static long Weight(LeaderCandidate candidate) => Math.Max(1, candidate.Rely);

    // 512 bits against a total of at most 40: the bias of the remainder is below 2^-470.
    private static BigInteger Value(ReadOnlySpan<byte> seed, string fid, int iteration) =>
        new(TaggedHash.Of(Tag, seed, iteration, fid), isUnsigned: true, isBigEndian: true);
}
