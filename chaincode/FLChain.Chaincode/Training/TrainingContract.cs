using FLChain.Core.Events;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Training;

/// <summary>
/// The collaborative training contract (paper, section IV.C): masked gradients, aggregates, a leader, unmasking shares,
/// the closed iteration; evaluations, deadlines, and the finished artifact.
/// </summary>
internal sealed class TrainingContract : Contract
{
    public override string Name => TransactionNames.Training.Contract;

    [SubmitTransaction(TransactionNames.Training.SubmitGradient)]
    public async Task SubmitGradientAsync(LedgerContext context, SubmitGradient request)
    {
        await GradientSubmission.RunAsync(context, request);
        Emit(context, TransactionNames.Training.SubmitGradient, request.Fid, request.Iteration);
    }

    [SubmitTransaction(TransactionNames.Training.SubmitAggregate)]
    public async Task SubmitAggregateAsync(LedgerContext context, SubmitAggregate request)
    {
        await AggregateSubmission.RunAsync(context, request);
        Emit(context, TransactionNames.Training.SubmitAggregate, request.Fid, request.Iteration);
    }

    [SubmitTransaction(TransactionNames.Training.ElectLeader)]
    public async Task<LeaderEntry> ElectLeaderAsync(LedgerContext context, RoundReference request)
    {
        var leader = await LeaderElection.RunAsync(context, request);
        Emit(context, TransactionNames.Training.ElectLeader, request.Fid, request.Iteration);
        return leader;
    }

    [SubmitTransaction(TransactionNames.Training.SubmitShare)]
    public async Task SubmitShareAsync(LedgerContext context, SubmitShare request)
    {
        await ShareSubmission.RunAsync(context, request);
        Emit(context, TransactionNames.Training.SubmitShare, request.Fid, request.Iteration);
    }

    [SubmitTransaction(TransactionNames.Training.CloseRound)]
    public async Task<RoundRecord> CloseRoundAsync(LedgerContext context, RoundReference request)
    {
        var closed = await RoundClosing.RunAsync(context, request);
        Emit(context, TransactionNames.Training.CloseRound, request.Fid, request.Iteration);
        return closed;
    }

    [SubmitTransaction(TransactionNames.Training.Evaluate)]
    public async Task EvaluateAsync(LedgerContext context, EvaluatePartners request)
    {
        await PartnerEvaluation.RunAsync(context, request);
        Emit(context, TransactionNames.Training.Evaluate, request.Fid, request.Iteration);
    }

    [SubmitTransaction(TransactionNames.Training.Expire)]
    public async Task ExpireAsync(LedgerContext context, ExpirePhase request)
    {
        await PhaseExpiry.RunAsync(context, request);
        Emit(context, TransactionNames.Training.Expire, request.Fid, request.Iteration, request.Phase);
    }

    [SubmitTransaction(TransactionNames.Training.Return)]
    public async Task ReturnAsync(LedgerContext context, ModelReference request)
    {
        await MemberReturn.RunAsync(context, request);
        Emit(context, TransactionNames.Training.Return, request.Fid);
    }

    [SubmitTransaction(TransactionNames.Training.Finish)]
    public async Task<ModelRecord> FinishAsync(LedgerContext context, FinishTraining request)
    {
        var model = await ArtifactAttestation.RunAsync(context, request);
        Emit(context, TransactionNames.Training.Finish, request.Fid);
        return model;
    }

    [EvaluateTransaction(TransactionNames.Training.GetProgress)]
    public Task<Progress> GetProgressAsync(LedgerContext context, ModelReference request) => RoundQueries.ProgressAsync(context, request);

    [EvaluateTransaction(TransactionNames.Training.GetRound)]
    public Task<RoundState> GetRoundAsync(LedgerContext context, RoundReference request) => RoundQueries.RoundAsync(context, request);

    [EvaluateTransaction(TransactionNames.Training.GetPayload)]
    public Task<byte[]> GetPayloadAsync(LedgerContext context, PayloadReference request) => RoundQueries.PayloadAsync(context, request);

    [EvaluateTransaction(TransactionNames.Training.GetAttestations)]
    public Task<AttestationEntry[]> GetAttestationsAsync(LedgerContext context, ModelReference request) => RoundQueries.AttestationsAsync(context, request);

    private static void Emit(LedgerContext context, string transaction, string fid, int? iteration = null, string? reference = null) =>
        context.Emit(TransactionNames.Training.Contract, transaction, new LedgerEvent(fid, iteration, context.Caller.PartyId, reference));
}
