namespace FLChain.Fabric.Shim;

/// <summary>
/// Why a service does not run a transaction now although nothing is wrong with it. A peer gets these as its chaincode's
/// failure, not as the contract's answer: so a gateway asks another peer, and our client does.
/// </summary>
internal static class Refusals
{
    /// <summary>The service stops.</summary>
    public const string Stopping = "the chaincode stops";

    /// <summary>As many transactions run and wait as the service takes; their number follows.</summary>
    public const string Busy = "the chaincode is busy";
}
