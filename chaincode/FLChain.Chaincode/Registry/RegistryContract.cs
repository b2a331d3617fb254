using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Registry;

/// <summary>The policy, the trainers, and the roots that organizations attest.</summary>
internal sealed class RegistryContract : Contract
{
    public override string Name => TransactionNames.Registry.Contract;

    [SubmitTransaction]
    public Task<Policy> SetPolicyAsync(LedgerContext context, Policy policy) => PolicyChange.RunAsync(context, policy);

    [SubmitTransaction]
    public Task<TrainerRecord> RegisterTrainerAsync(LedgerContext context, RegisterTrainer request) => Registration.RunAsync(context, request);

    [SubmitTransaction]
    public Task<TrainerRecord> UpdateTrainerAsync(LedgerContext context, UpdateTrainer request) => TrainerUpdate.RunAsync(context, request);

    [SubmitTransaction]
    public Task<TrainerRecord> SetAvailabilityAsync(LedgerContext context, SetAvailability request) => TrainerUpdate.SetAvailabilityAsync(context, request);

    [SubmitTransaction]
    public Task AttestRootAsync(LedgerContext context, AttestRoot request) => RootAttestation.RunAsync(context, request);

    [EvaluateTransaction]
    public Task<Policy> GetPolicyAsync(LedgerContext context) => context.PolicyAsync();

    [EvaluateTransaction]
    public Task<TrainerRecord> GetTrainerAsync(LedgerContext context, PartyReference request) => context.TrainerAsync(request.PartyId);

    [EvaluateTransaction]
    public Task<Page<TrainerRecord>> ListTrainersAsync(LedgerContext context, PageRequest request) => context.PageAsync<TrainerRecord>(Keys.Trainers, request);

    [EvaluateTransaction]
    public Task<RootsAnswer> GetRootsAsync(LedgerContext context, AttestedHeight request) => RootAttestation.AtAsync(context, request.Height);
}
