using FLChain.Chaincode.Federation;
using FLChain.Chaincode.Incentive;
using FLChain.Chaincode.Misbehavior;
using FLChain.Chaincode.Registry;
using FLChain.Chaincode.Training;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode;

/// <summary>FLChain's contracts as one chaincode: what a service serves, an embedded peer hosts and an audit replays.</summary>
public static class FLChainChaincode
{
    /// <summary>The chaincode. It holds no state and may run any number of transactions at once.</summary>
    /// <exception cref="ArgumentException">The options name no authority.</exception>
    public static IChaincode Create(ChaincodeOptions options) => CreateRouter(options);

    /// <summary>As <see cref="Create"/>; the router also tells which transactions there are.</summary>
    /// <exception cref="ArgumentException">The options name no authority.</exception>
    public static ContractRouter CreateRouter(ChaincodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.AuthorityMsp);
        Contract[] contracts = [new RegistryContract(), new FederationContract(), new TrainingContract(), new IncentiveContract(), new MisbehaviorContract()];
        return ContractRouter.Create(contracts, CanonicalCodec.Instance, stub => new LedgerContext(stub, options), Explain);
    }

    // A broken rule and a malformed argument are the caller's; whatever else is thrown is a defect, and the server
    // answers it without telling the caller how the machine looks inside.
    private static ChaincodeResponse? Explain(Exception exception) => exception switch
    {
        ContractException broken => ChaincodeResponse.Error(broken.Error.Message),
        MalformedArgumentException malformed => ChaincodeResponse.Error(new LedgerError(ErrorCodes.BadArgument, $"malformed argument: {malformed.Message}").Message),
        _ => null,
    };
}
