using System.Buffers.Binary;
using FLChain.Core.Ledger;
using FLChain.Core.Records;

namespace FLChain.Core.Training;

/// <summary>
/// Which gradients are drawn for inspection. The seed is the beacon that opens when the iteration closes: nobody knew it
/// when the gradients could still be chosen, and everybody can repeat the draw afterwards.
/// </summary>
public static class InspectionDraw
{
    private const string Tag = "FLChain/inspection-draw/v1";

    /// <summary>The contributors to a closed iteration whose gradients are drawn, in its order.</summary>
    /// <param name="rate">As the terms say.</param>
    /// <param name="fid">Model.</param>
    /// <param name="closed">The iteration, 1 or later.</param>
    public static IReadOnlyList<string> Drawn(int rate, string fid, RoundRecord closed)
    {
        ArgumentNullException.ThrowIfNull(closed);
        var beacon = Convert.FromHexString(closed.Beacon);
        return [.. closed.Contributors.Where(dpId => IsDrawn(rate, beacon, fid, closed.Iteration, dpId))];
    }

    /// <summary>Whether a member's gradient is drawn.</summary>
    /// <param name="rate">Chance, 0 to 1,000,000 parts per million.</param>
    /// <param name="beacon">Beacon of the iteration itself.</param>
    /// <param name="fid">Model.</param>
    /// <param name="iteration">Iteration.</param>
    /// <param name="dpId">A contributor to the iteration.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside its range.</exception>
    public static bool IsDrawn(int rate, ReadOnlySpan<byte> beacon, string fid, int iteration, string dpId)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, Ratio.One);
        // 64 bits against a million: the bias is below 2^-44.
        var value = BinaryPrimitives.ReadUInt64BigEndian(TaggedHash.Of(Tag, beacon, iteration, fid, dpId));
        return (ulong)(((UInt128)value * Ratio.One) >> 64) < (ulong)rate;
    }
}
