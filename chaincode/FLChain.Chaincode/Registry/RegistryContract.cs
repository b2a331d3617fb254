using FLChain.Chaincode.Infrastructure;
using FLChain.Core;
using FLChain.Core.Policies;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Registry;

/// <summary>The policy, the trainers and the attested roots of the ledger.</summary>
internal sealed class RegistryContract : Contract
{
    public override string Name => TransactionNames.Registry.Contract;

    [EvaluateTransaction]
    public Task<Policy> GetPolicyAsync(LedgerContext context) => context.PolicyAsync();
}
