using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Federation;

/// <summary>Federation establishment (paper, section IV.A): from a published model to a federation that is ready to train.</summary>
internal sealed class FederationContract : Contract
{
    public override string Name => TransactionNames.Federation.Contract;

    [SubmitTransaction]
    public Task<ModelRecord> PublishModelAsync(LedgerContext context, PublishModel request) => Publication.RunAsync(context, request);

    [SubmitTransaction]
    public Task<IntentionRecord> SubmitIntentionAsync(LedgerContext context, SubmitIntention request) => Intentions.SubmitAsync(context, request);

    [SubmitTransaction]
    public Task WithdrawIntentionAsync(LedgerContext context, ModelReference request) => Intentions.WithdrawAsync(context, request);

    [SubmitTransaction]
    public Task<IReadOnlyList<ModelRecord>> EstablishAsync(LedgerContext context) => Establishment.RunAsync(context);

    [SubmitTransaction]
    public Task PostSetupAsync(LedgerContext context, PostSetup request) => KeySetup.RunAsync(context, request);

    [SubmitTransaction]
    public Task ConfirmShareAsync(LedgerContext context, ConfirmShare request) => ShareConfirmation.ConfirmAsync(context, request);

    [SubmitTransaction]
    public Task ComplainShareAsync(LedgerContext context, ComplainShare request) => ShareConfirmation.ComplainAsync(context, request);

    [SubmitTransaction]
    public Task<ModelRecord> StartTrainingAsync(LedgerContext context, ModelReference request) => TrainingStart.RunAsync(context, request);

    [EvaluateTransaction]
    public Task<ModelRecord> GetModelAsync(LedgerContext context, ModelReference request) => context.ModelAsync(request.Fid);

    [EvaluateTransaction]
    public Task<Page<ModelRecord>> ListModelsAsync(LedgerContext context, PageRequest request) => context.PageAsync<ModelRecord>(Keys.Models, request);

    [EvaluateTransaction]
    public Task<Page<IntentionRecord>> ListIntentionsAsync(LedgerContext context, PageRequest request)
    {
        var fid = request.Of ?? string.Empty;
        Rule.RequireFid(fid);
        return context.PageAsync<IntentionRecord>(Keys.Intentions(fid), request);
    }

    [EvaluateTransaction]
    public async Task<SetupRecord> GetSetupAsync(LedgerContext context, ModelReference request) =>
        await SetupOf(context, await context.ModelAsync(request.Fid));

    [EvaluateTransaction]
    public async Task<IReadOnlyList<ConfirmationRecord>> GetConfirmationsAsync(LedgerContext context, ModelReference request)
    {
        var model = await context.ModelAsync(request.Fid);
        var setup = await SetupOf(context, model);
        return await context.ListAsync<ConfirmationRecord>(Keys.Confirmations(model.Fid, setup.Attempt), model.Dps.Count);
    }

    /// <summary>What the authority has dealt for a federation.</summary>
    public static Task<SetupRecord> SetupOf(LedgerContext context, ModelRecord model) =>
        context.RequireAsync<SetupRecord>(Keys.Setup(model.Fid), ErrorCodes.SetupState, $"no key has been dealt for {model.Fid} yet");
}
