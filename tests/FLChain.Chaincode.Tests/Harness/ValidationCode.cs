namespace FLChain.Chaincode.Tests.Harness;

/// <summary>What becomes of a transaction at commit, with Fabric's numbers.</summary>
internal enum ValidationCode
{
    Valid = 0,

    /// <summary>A key that it writes has a policy of its own, which its endorsers do not satisfy.</summary>
    EndorsementPolicyFailure = 10,

    /// <summary>A key that it read was written meanwhile.</summary>
    MvccReadConflict = 11,

    /// <summary>A range that it read has changed meanwhile.</summary>
    PhantomReadConflict = 12,
}
