namespace FLChain.Core.Records;

/// <summary>An organization's word on the Merkle root of all trainers and models at a block height.</summary>
public sealed record RootRecord(int Height, string Msp, string Root, int Leaves, long At);
