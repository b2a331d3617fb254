using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>A chaincode that does what a test says.</summary>
internal sealed class DelegateChaincode(Func<IChaincodeStub, CancellationToken, Task<ChaincodeResponse>> invoke) : IChaincode
{
    public DelegateChaincode(Func<IChaincodeStub, Task<ChaincodeResponse>> invoke)
        : this((stub, _) => invoke(stub))
    {
    }

    public Task<ChaincodeResponse> InvokeAsync(IChaincodeStub stub, CancellationToken cancellationToken) => invoke(stub, cancellationToken);
}
