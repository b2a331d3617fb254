using FLChain.Cryptography.Masking;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>Disputes under hybrid masking.</summary>
public sealed class HybridDisputeTests() : DisputeTests(HybridMasking.SchemeName);
