using FLChain.Cryptography.Masking;

namespace FLChain.Chaincode.Tests.Training;

/// <summary>Refused gradients under hybrid masking.</summary>
public sealed class HybridGradientRefusalTests() : GradientRefusalTests(HybridMasking.SchemeName);
