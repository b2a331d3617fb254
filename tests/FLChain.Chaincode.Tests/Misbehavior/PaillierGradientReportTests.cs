using FLChain.Cryptography.Masking;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>Reports of gradients under the packed Paillier scheme.</summary>
public sealed class PaillierGradientReportTests() : GradientReportTests(PaillierMasking.SchemeName);
