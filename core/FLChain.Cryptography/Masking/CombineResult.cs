using System.Numerics;
using FLChain.Cryptography.Proofs;

namespace FLChain.Cryptography.Masking;

/// <summary>The outcome of opening an aggregate.</summary>
public sealed class CombineResult
{
    private CombineResult(VerificationResult outcome, int trainerIndex, int contributors, IReadOnlyList<BigInteger> sums)
    {
        Outcome = outcome;
        TrainerIndex = trainerIndex;
        Contributors = contributors;
        Sums = sums;
    }

    /// <summary>Valid, or why the aggregate did not open.</summary>
    public VerificationResult Outcome { get; }

    /// <summary>Whether <see cref="Sums"/> holds the sums.</summary>
    public bool IsSuccess => Outcome.IsValid;

    /// <summary>The trainer whose payload was refused, or 0 when no single one can be named.</summary>
    public int TrainerIndex { get; }

    /// <summary>Number of contributions in the aggregate; 0 without success.</summary>
    public int Contributors { get; }

    /// <summary>The sums, one for each plaintext, each at least zero and below n; empty without success.</summary>
    public IReadOnlyList<BigInteger> Sums { get; }

    internal static CombineResult Success(int contributors, IReadOnlyList<BigInteger> sums) =>
        new(VerificationResult.Valid, 0, contributors, sums);

    internal static CombineResult Failure(VerificationResult outcome, int trainerIndex = 0) => new(outcome, trainerIndex, 0, []);
}
