using FLChain.Cryptography.Masking;

namespace FLChain.Chaincode.Tests.Training;

/// <summary>Refused gradients under the packed Paillier scheme.</summary>
public sealed class PaillierGradientRefusalTests() : GradientRefusalTests(PaillierMasking.SchemeName);
