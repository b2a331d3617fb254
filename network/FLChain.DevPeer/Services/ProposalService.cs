using FLChain.DevPeer.Chaincodes;
using FLChain.DevPeer.Endorsing;
using FLChain.DevPeer.Validation;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Services;

/// <summary>Endorse and Evaluate of the gateway service.</summary>
internal sealed class ProposalService(
    ChannelContext channel, ProposalReader reader, ProposalSimulator simulator, SystemQueries queries, PeerEndorser endorser, string address)
{
    private const string EndorseFailed = "failed to endorse transaction, see attached details for more info";
    private const string EvaluateFailed = "failed to evaluate transaction, see attached details for more info";

    public async Task<EndorseResponse> EndorseAsync(EndorseRequest request, GrpcServerContext context)
    {
        var proposal = Read(request.ProposedTransaction, RefuseEndorsement);
        if (SystemQueries.IsFor(proposal))
            throw GatewayStatus.Failure(GrpcStatusCode.InvalidArgument, $"{SystemQueries.ChaincodeName} is for queries only");
        try
        {
            var named = EndorsementPlan.Named(request.EndorsingOrganizations, channel);
            var simulated = await simulator.EndorseAsync(proposal, named, context.CancellationToken);
            if (!simulated.Succeeded)
                throw GatewayStatus.Failure(GrpcStatusCode.Aborted, EndorseFailed, Detail(named, proposal, ChaincodeError(simulated)));
            var endorsers = named.Count > 0 ? named : EndorsementPlan.Choose(proposal, simulated.Result, channel);
            reader.CheckExpiry(proposal, endorsers);
            return new EndorseResponse { PreparedTransaction = endorser.Endorse(proposal, simulated, endorsers) };
        }
        catch (ProposalRefusedException exception)
        {
            throw RefuseEndorsement(exception);
        }
        catch (ChaincodeException exception)
        {
            throw GatewayStatus.Failure(
                GrpcStatusCode.Aborted, EndorseFailed, Detail(request.EndorsingOrganizations, proposal, exception.Message));
        }
    }

    public async Task<EvaluateResponse> EvaluateAsync(EvaluateRequest request, GrpcServerContext context)
    {
        var proposal = Read(request.ProposedTransaction, RefuseEvaluation);
        try
        {
            var named = EndorsementPlan.Named(request.TargetOrganizations, channel);
            // One peer evaluates: that of the first organization asked for, or of the client's own.
            string[] evaluator = [named.Count > 0 ? named[0] : proposal.Creator.MspId];
            reader.CheckExpiry(proposal, evaluator);
            var simulated = SystemQueries.IsFor(proposal)
                ? await queries.EvaluateAsync(proposal, context.CancellationToken)
                : await simulator.EvaluateAsync(proposal, evaluator, context.CancellationToken);
            if (simulated.Succeeded)
                return new EvaluateResponse { Result = simulated.Outcome.Response };
            var message = ChaincodeError(simulated);
            throw GatewayStatus.Failure(
                GrpcStatusCode.Unknown, $"evaluate call to endorser returned error: {message}", Detail(evaluator, proposal, message));
        }
        catch (ProposalRefusedException exception)
        {
            throw RefuseEvaluation(exception);
        }
        catch (ChaincodeException exception)
        {
            throw GatewayStatus.Failure(
                GrpcStatusCode.Aborted, EvaluateFailed, Detail(request.TargetOrganizations, proposal, exception.Message));
        }
    }

    private TransactionProposal Read(SignedProposal? signed, Func<ProposalRefusedException, GrpcException> refuse)
    {
        try
        {
            return reader.Read(signed);
        }
        catch (ProposalRefusedException exception)
        {
            throw refuse(exception);
        }
    }

    // The gateway of Fabric gives its own refusals as they are. Those of an endorser it wraps: differently for either call.
    private GrpcException RefuseEndorsement(ProposalRefusedException exception) => exception.IsByEndorser
        ? GatewayStatus.Failure(GrpcStatusCode.Aborted, EndorseFailed, OwnWord(exception))
        : GatewayStatus.Failure(exception.Code, exception.Message);

    private GrpcException RefuseEvaluation(ProposalRefusedException exception)
    {
        if (!exception.IsByEndorser)
            return GatewayStatus.Failure(exception.Code, exception.Message);
        var message = exception.Code == GrpcStatusCode.Unavailable
            ? EvaluateFailed
            : $"evaluate call to endorser returned error: {exception.Message}";
        return GatewayStatus.Failure(exception.Code, message, OwnWord(exception));
    }

    private ErrorDetail OwnWord(ProposalRefusedException exception) =>
        new() { Address = address, MspId = channel.MspIds[0], Message = exception.Message };

    private static string ChaincodeError(SimulatedProposal simulated) =>
        $"chaincode response {simulated.Outcome.Response.Status}, {simulated.Outcome.Response.Message}";

    // One simulation stands for all organizations, so every one of them says the same; the first speaks.
    private ErrorDetail Detail(IReadOnlyList<string> mspIds, TransactionProposal proposal, string message) =>
        new() { Address = address, MspId = mspIds.Count > 0 ? mspIds[0] : proposal.Creator.MspId, Message = message };
}
