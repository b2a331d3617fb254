using FLChain.Cryptography.Masking;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>Reports of aggregates under hybrid masking.</summary>
public sealed class HybridAggregateReportTests() : AggregateReportTests(HybridMasking.SchemeName);
