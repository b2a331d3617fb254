namespace FLChain.Cli.Tests.Audit;

/// <summary>Test classes that share one honest ledger.</summary>
[CollectionDefinition(Name)]
public sealed class SharedLedger : ICollectionFixture<AuditedLedger>
{
    public const string Name = "audited ledger";
}
