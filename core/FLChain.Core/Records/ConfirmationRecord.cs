namespace FLChain.Core.Records;

/// <summary>A member's word on its dealt share: committed to, or complained of.</summary>
/// <param name="DpId">The member.</param>
/// <param name="Complaint">True when the sealed share does not fit its verification key; the other fields are then empty.</param>
/// <param name="CommitmentDigest">SHA-512 of Enc(s_j, h, Sign(s_j ‖ h, S_j)), sealed to the authority; the bytes are a payload.</param>
/// <param name="WeightsCommitment">C(H(W_0)), the Paillier commitment to the digest of the initial weights; the same from every member.</param>
/// <param name="At">When, Unix milliseconds.</param>
public sealed record ConfirmationRecord(string DpId, bool Complaint, string CommitmentDigest, byte[] WeightsCommitment, long At);
