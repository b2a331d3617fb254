namespace FLChain.Chaincode.Misbehavior;

/// <summary>What opening a sealed share shows.</summary>
internal enum ShareVerdict
{
    /// <summary>It holds a share whose proof verifies.</summary>
    Right,

    /// <summary>It holds none, or one whose proof does not verify.</summary>
    Wrong,

    /// <summary>It was not sealed under this key.</summary>
    OtherKey,
}
