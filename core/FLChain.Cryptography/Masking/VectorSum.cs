using FLChain.Cryptography.Proofs;

namespace FLChain.Cryptography.Masking;

/// <summary>The outcome of unmasking an aggregate.</summary>
public sealed class VectorSum
{
    private readonly long[] sums;

    private VectorSum(VerificationResult outcome, int trainerIndex, int contributors, long[] sums)
    {
        Outcome = outcome;
        TrainerIndex = trainerIndex;
        Contributors = contributors;
        this.sums = sums;
    }

    /// <summary>Valid, or why there is no sum.</summary>
    public VerificationResult Outcome { get; }

    /// <summary>Whether <see cref="Sums"/> holds the sums.</summary>
    public bool IsSuccess => Outcome.IsValid;

    /// <summary>
    /// Whether the shares fit and what they open cannot be a sum of honest vectors: with valid proofs of masking and of
    /// shares, some contributor masked a vector out of range, and a seed opening finds which.
    /// </summary>
    public bool IsImpossible => Outcome.Reason == VerificationReason.ImpossibleSum;

    /// <summary>The trainer whose share payload was refused, or 0 when no single one can be named.</summary>
    public int TrainerIndex { get; }

    /// <summary>Number of contributions in the aggregate; 0 without success.</summary>
    public int Contributors { get; }

    /// <summary>The exact sum of the signed values of each parameter; empty without success.</summary>
    public ReadOnlyMemory<long> Sums => sums;

    internal static VectorSum Success(int contributors, long[] sums) => new(VerificationResult.Valid, 0, contributors, sums);

    internal static VectorSum Failure(VerificationResult outcome, int trainerIndex = 0) => new(outcome, trainerIndex, 0, []);

    internal static VectorSum Impossible(int parameter = -1) =>
        Failure(VerificationResult.Refused(VerificationReason.ImpossibleSum, parameter));
}
