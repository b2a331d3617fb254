using FLChain.Cryptography.Masking;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>Reports of shares under the packed Paillier scheme.</summary>
public sealed class PaillierShareReportTests() : ShareReportTests(PaillierMasking.SchemeName);
