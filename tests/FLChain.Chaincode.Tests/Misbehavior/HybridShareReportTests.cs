using FLChain.Cryptography.Masking;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>Reports of shares under hybrid masking.</summary>
public sealed class HybridShareReportTests() : ShareReportTests(HybridMasking.SchemeName);
