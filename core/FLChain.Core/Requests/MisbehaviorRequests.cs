using FLChain.Core.Records;

namespace FLChain.Core.Requests;

/// <summary>
/// Reports a fault that the contract can verify, and pays f_1. A masked gradient or aggregate that has expired from the
/// collection may travel along as transient payload: its digest stands on the ledger.
/// </summary>
/// <param name="Kind">Incorrect gradient, aggregate or share, or bad dealt share; the other kinds are found by other transactions.</param>
/// <param name="Fid">Model.</param>
/// <param name="Iteration">Iteration; for a bad dealt share the dealing attempt.</param>
/// <param name="Accused">dpId of the accused; for a bad dealt share the authority's MSP id.</param>
/// <param name="Opening">
/// For an incorrect share, the 32-byte key of the accused's sealed share. For a bad dealt share, the opening of the
/// caller's own envelope (<c>EnvelopeOpening</c>). Otherwise absent.
/// </param>
public sealed record ReportMisbehavior(FaultKind Kind, string Fid, int Iteration, string Accused, byte[]? Opening = null);

/// <summary>Names one report or accusation.</summary>
public sealed record ReportReference(string ReportId);

/// <summary>The accused opens its challenged share.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Key">The 32-byte key of its sealed share.</param>
public sealed record AnswerChallenge(string ReportId, byte[] Key);

/// <summary>Reports that a trainer is unqualified, or its data illegal, and pays f_2.</summary>
/// <param name="Accused">dpId.</param>
/// <param name="Claim">What is claimed, 1 to 1,000 characters on one line.</param>
/// <param name="EvidenceDigest">SHA-512 of the evidence, hex.</param>
public sealed record ReportUnqualified(string Accused, string Claim, string EvidenceDigest);

/// <summary>
/// Opens the inspection of a gradient that the beacon has drawn: before the judges' deadline the member shows them on its
/// own premises that its data give the gradient that it masked. It costs nothing, and suspends nobody.
/// </summary>
/// <param name="Fid">Model.</param>
/// <param name="Iteration">Iteration, closed.</param>
/// <param name="DpId">Member whose gradient was drawn.</param>
public sealed record OpenInspection(string Fid, int Iteration, string DpId);

/// <summary>Submits a signed judgment; anyone may carry it, the signatures decide.</summary>
public sealed record SubmitJudgment(Judgment Judgment, IReadOnlyList<JudgeSignature> Signatures);

/// <summary>Shows that the unmasked sum of an iteration is impossible; <see cref="DisputeEvidence"/> travels as transient payload.</summary>
/// <param name="Fid">Model.</param>
/// <param name="Iteration">Iteration.</param>
/// <param name="Digest">SHA-512 of the payload.</param>
public sealed record OpenDispute(string Fid, int Iteration, string Digest);

/// <summary>Opens the caller's seed of a disputed iteration to the authority.</summary>
public sealed record SubmitOpening(string Fid, int Iteration, byte[] Envelope);

/// <summary>Shows that a contributor's opened seed is not its gradient's, or gives a component out of range.</summary>
/// <param name="Fid">Model.</param>
/// <param name="Iteration">Iteration.</param>
/// <param name="Accused">dpId of the contributor.</param>
/// <param name="Opening">Opening of its sealed seed (<c>EnvelopeOpening</c>), by the authority.</param>
public sealed record ConvictOpening(string Fid, int Iteration, string Accused, byte[] Opening);
