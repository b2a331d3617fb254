using FLChain.Cryptography.Masking;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>Reports of aggregates under the packed Paillier scheme.</summary>
public sealed class PaillierAggregateReportTests() : AggregateReportTests(PaillierMasking.SchemeName);
