namespace FLChain.Gateway.Judging;

/// <summary>A judgment that is due.</summary>
/// <param name="Judgment">The judgment.</param>
/// <param name="Document">The bytes that judges sign: ECDSA over P-256 with SHA-256, r and s in 32 bytes each.</param>
/// <param name="Signature">The caller's own signature, where the gateway keeps its judge's key; otherwise absent.</param>
public sealed record JudgmentDraft(Judgment Judgment, byte[] Document, JudgeSignature? Signature);
