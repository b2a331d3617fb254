using FLChain.Core.Ledger;

namespace FLChain.TrainerSdk.Training;

/// <summary>An accuracy as it is stated on the ledger.</summary>
internal static class StatedAccuracy
{
    /// <summary>Parts per million of a share of 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no such share.</exception>
    public static int Of(double accuracy) => accuracy is >= 0 and <= 1
        ? (int)Math.Round(accuracy * Ratio.One)
        : throw new ArgumentOutOfRangeException(nameof(accuracy), accuracy, "an accuracy is 0 to 1");
}
