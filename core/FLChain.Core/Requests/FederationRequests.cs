using FLChain.Core.Records;

namespace FLChain.Core.Requests;

/// <summary>Publishes a model to be trained; the caller is a qualified trainer.</summary>
public sealed record PublishModel(string Fid, string Title, string Description, string Task, string Metric, Terms Terms, long RecruitUntil);

/// <summary>Submits the caller's collaboration intention and pays f_CI.</summary>
public sealed record SubmitIntention(string Fid, long ExpectedPrice, long ExpectedIncome, long Cost);

/// <summary>Names one model.</summary>
public sealed record ModelReference(string Fid);

/// <summary>Posts what the authority dealt.</summary>
public sealed record PostSetup(string Fid, byte[] PublicKey, byte[] Proof, IReadOnlyList<SealedShare> Shares);

/// <summary>Confirms the caller's share. The sealed commitment Enc(s_j, h, Sign(s_j ‖ h, S_j)) travels as transient data under <see cref="TransientNames.Payload"/>.</summary>
/// <param name="Fid">The model.</param>
/// <param name="Attempt">Dealing attempt that is confirmed.</param>
/// <param name="CommitmentDigest">SHA-512 of the sealed commitment.</param>
/// <param name="WeightsCommitment">C(H(W_0)), the same from every member.</param>
public sealed record ConfirmShare(string Fid, int Attempt, string CommitmentDigest, byte[] WeightsCommitment);

/// <summary>Complains that the sealed share of this attempt does not fit its verification key.</summary>
public sealed record ComplainShare(string Fid, int Attempt);
