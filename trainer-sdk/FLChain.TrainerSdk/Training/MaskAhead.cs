using System.Numerics;
using System.Security.Cryptography;
using FLChain.Core.Ledger;
using FLChain.Cryptography.Masking;
using FLChain.TrainerSdk.Progress;

namespace FLChain.TrainerSdk.Training;

/// <summary>
/// What a submission needs and what does not depend on the gradient: the mask, and the masked random number for the
/// beacon. Computed in the background while the iteration before it waits for the ledger.
/// </summary>
internal sealed class MaskAhead : IDisposable
{
    private readonly StepClock _clock;
    private readonly Task<PreparedMask> _mask;
    private readonly Task<byte[]> _beacon;

    /// <summary>Begins.</summary>
    /// <param name="session">The federation.</param>
    /// <param name="iteration">The iteration of the submission.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public MaskAhead(FederationSession session, int iteration, CancellationToken cancellationToken)
    {
        _clock = new StepClock(session.Clock);
        Iteration = iteration;
        Seed = MaskingSeed.Generate();
        _mask = _clock.RunAsync(
            TrainingStep.Masking, () => session.Scheme.Prepare(session.Context(iteration, Phases.Gradient, session.DpId), Seed, cancellationToken), cancellationToken);
        _beacon = _clock.RunAsync(TrainingStep.Masking, () => MaskedRandomNumber(session, iteration, cancellationToken), cancellationToken);
    }

    public int Iteration { get; }

    /// <summary>What the mask's randomness is expanded from.</summary>
    public MaskingSeed Seed { get; }

    /// <summary>What it cost.</summary>
    public TimeSpan Spent => _clock.Spent(TrainingStep.Masking);

    public Task<PreparedMask> MaskAsync() => _mask;

    public Task<byte[]> BeaconAsync() => _beacon;

    /// <summary>Erases the secrets, as soon as the work is over.</summary>
    public void Dispose() => _mask.ContinueWith(
        finished =>
        {
            if (finished.IsCompletedSuccessfully) finished.Result.Dispose();
            Seed.Dispose();
        },
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private static byte[] MaskedRandomNumber(FederationSession session, int iteration, CancellationToken cancellationToken)
    {
        Span<byte> number = stackalloc byte[32], seed = stackalloc byte[MaskingSeed.LengthBytes];
        RandomNumberGenerator.Fill(number);
        RandomNumberGenerator.Fill(seed);
        try
        {
            return session.Beacon.Mask(
                session.Context(iteration, Phases.Beacon, session.DpId), [new BigInteger(number, isUnsigned: true, isBigEndian: true)], seed, cancellationToken).Payload.ToArray();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(number);
            CryptographicOperations.ZeroMemory(seed);
        }
    }
}
