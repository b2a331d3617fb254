using FLChain.Core.Records;

namespace FLChain.Core.Requests;

/// <summary>Registers the caller as a trainer and freezes d_DP.</summary>
/// <param name="EncryptionKey">DER SubjectPublicKeyInfo of a P-256 key for sealed envelopes.</param>
/// <param name="Dr">Its data.</param>
public sealed record RegisterTrainer(byte[] EncryptionKey, DataResource Dr);

/// <summary>Writes a new version of the caller's record; what is absent stays.</summary>
public sealed record UpdateTrainer(byte[]? EncryptionKey = null, DataResource? Dr = null);

/// <summary>Says whether the caller takes new federations.</summary>
public sealed record SetAvailability(bool Available);

/// <summary>Attests the Merkle root of all trainers and models at a block height, for the caller's organization.</summary>
/// <param name="Height">Block number.</param>
/// <param name="Root">SHA-512, hex.</param>
/// <param name="Leaves">Records in the tree.</param>
public sealed record AttestRoot(int Height, string Root, int Leaves);

/// <summary>Names a block height.</summary>
public sealed record AttestedHeight(int Height);
