namespace FLChain.Cli.Audit.Chain;

/// <summary>
/// Where Fabric keeps chaincode definitions, now and in its first version: its peers read both, only the lifecycle's own
/// transactions write the first, and nobody the second.
/// </summary>
internal static class SystemNamespaces
{
    public const string Lifecycle = "_lifecycle";
    public const string FirstLifecycle = "lscc";

    /// <summary>The collection of the lifecycle in which one organization keeps its own word.</summary>
    public static string CollectionOf(string mspId) => "_implicit_org_" + mspId;

    public static bool Contains(string space) => space is Lifecycle or FirstLifecycle;
}
