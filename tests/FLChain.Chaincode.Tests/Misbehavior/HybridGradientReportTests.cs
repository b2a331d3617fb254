using FLChain.Cryptography.Masking;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>Reports of gradients under hybrid masking.</summary>
public sealed class HybridGradientReportTests() : GradientReportTests(HybridMasking.SchemeName);
