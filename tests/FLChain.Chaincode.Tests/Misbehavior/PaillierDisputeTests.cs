using FLChain.Cryptography.Masking;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>Disputes under the paper's masking.</summary>
public sealed class PaillierDisputeTests() : DisputeTests(PaillierMasking.SchemeName);
