using FLChain.Core.Reliability;

namespace FLChain.Core.Records;

/// <summary>DP, a trainer (paper, Table I). Its money stands in its <see cref="AccountRecord"/>.</summary>
/// <param name="DpId">SHA-256 of <paramref name="PkPsu"/>, hex.</param>
/// <param name="PkPsu">Pseudonymous public key: DER SubjectPublicKeyInfo of the certificate's key.</param>
/// <param name="Pseudonym">Common name of the certificate.</param>
/// <param name="Msp">MSP id of the trainer's organization.</param>
/// <param name="EncryptionKey">DER SubjectPublicKeyInfo of the P-256 key for sealed envelopes.</param>
/// <param name="Dr">Its data.</param>
/// <param name="Evidence">What its reliability is computed from.</param>
/// <param name="Rely">Reliability in parts per million.</param>
/// <param name="Flms">Models that it trained or trains, in the order in which their federations formed.</param>
/// <param name="Engagements">Federations that its deposit backs, d_DP for each: those that are not over, and those that ended less than the policy's time of liability ago.</param>
/// <param name="Status">Standing.</param>
/// <param name="Available">Whether it takes new federations (the paper's TorF).</param>
/// <param name="Version">1 for the first version.</param>
/// <param name="PreviousTx">Transaction that wrote the version before; empty for the first. The paper's height.</param>
/// <param name="Tx">Transaction that wrote this version.</param>
public sealed record TrainerRecord(
    string DpId,
    byte[] PkPsu,
    string Pseudonym,
    string Msp,
    byte[] EncryptionKey,
    DataResource Dr,
    Evidence Evidence,
    int Rely,
    IReadOnlyList<string> Flms,
    IReadOnlyList<string> Engagements,
    TrainerStatus Status,
    bool Available,
    int Version,
    string PreviousTx,
    string Tx);
