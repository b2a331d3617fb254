using System.Buffers.Binary;
using FLChain.Core.Ledger;

namespace FLChain.Core.Training;

/// <summary>
/// Which gradients are drawn for inspection. The seed is the beacon that opens when the iteration closes: nobody knew it
/// when the gradients could still be chosen, and everybody can repeat the draw afterwards.
/// </summary>
public static class InspectionDraw
{
    private const string Tag = "FLChain/inspection-draw/v1";

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
        var value = BinaryPrimitives.ReadUInt64BigEndian(BeaconHash.Of(Tag, beacon, iteration, fid, dpId));
        return (ulong)(((UInt128)value * Ratio.One) >> 64) < (ulong)rate;
    }
}
