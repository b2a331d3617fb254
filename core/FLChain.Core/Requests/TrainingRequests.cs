using FLChain.Core.Records;

namespace FLChain.Core.Requests;

/// <summary>Submits the caller's masked gradient with its proof (transient payload) and its masked random number.</summary>
/// <param name="Fid">Model.</param>
/// <param name="Iteration">1, 2, …</param>
/// <param name="Digest">SHA-512 of the payload.</param>
/// <param name="Beacon">Masked random number with its proof, as the masking scheme encodes a vector of one.</param>
/// <param name="Evaluations">Rating of every partner in the previous iteration, in the order of their dpIds; absent in the first.</param>
/// <param name="Accuracy">What the caller measured of the weights that the previous iteration left, parts per million; absent in the first, and where the caller says nothing.</param>
public sealed record SubmitGradient(
    string Fid, int Iteration, string Digest, byte[] Beacon, IReadOnlyList<PartnerRating>? Evaluations = null, int? Accuracy = null);

/// <summary>Submits the caller's <see cref="Training.AggregateCommitment"/> to its aggregate of the iteration's masked gradients.</summary>
public sealed record SubmitAggregate(string Fid, int Iteration, string Commitment);

/// <summary>Submits the caller's unmasking share, sealed to the group key (transient payload), and its public share of the beacon with its proof.</summary>
public sealed record SubmitShare(string Fid, int Iteration, string Digest, byte[] BeaconShare);

/// <summary>Names one iteration.</summary>
public sealed record RoundReference(string Fid, int Iteration);

/// <summary>Evaluates the caller's partners in the last iteration, which no further submission follows.</summary>
/// <param name="Fid">Model.</param>
/// <param name="Iteration">The last iteration.</param>
/// <param name="Evaluations">Rating of every partner, in the order of their dpIds.</param>
/// <param name="Accuracy">What the caller measured of the final weights, parts per million; absent where it says nothing.</param>
public sealed record EvaluatePartners(string Fid, int Iteration, IReadOnlyList<PartnerRating> Evaluations, int? Accuracy = null);

/// <summary>Ends a phase whose deadline has passed. For <c>preparation</c> and <c>finish</c> the iteration is 0.</summary>
public sealed record ExpirePhase(string Fid, int Iteration, string Phase);

/// <summary>Attests the finished artifact.</summary>
public sealed record FinishTraining(string Fid, Artifact Artifact);

/// <summary>Names one payload: a <c>gradient</c>, the documented <c>aggregate</c> or a <c>share</c>; or what was committed to in the <c>preparation</c>, whose iteration is the dealing attempt.</summary>
public sealed record PayloadReference(string Fid, int Iteration, string Phase, string Author);
