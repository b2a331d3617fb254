namespace FLChain.Chaincode;

/// <summary>What a consortium fixes before its first policy. Every endorser must be given the same.</summary>
public sealed record ChaincodeOptions
{
    /// <summary>
    /// MSP id of the organization that may set the first policy. From then on the policy itself names the authority and
    /// this has no effect.
    /// </summary>
    public required string AuthorityMsp { get; init; }
}
