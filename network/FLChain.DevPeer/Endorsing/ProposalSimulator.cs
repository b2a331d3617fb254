using FLChain.DevPeer.Chaincodes;
using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Simulation;
using FLChain.DevPeer.Validation;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Endorsing;

/// <summary>Runs proposals in their chaincode against a snapshot of the ledger. Safe for concurrent use.</summary>
internal sealed class ProposalSimulator(
    LedgerStore ledger, ChannelContext channel, IReadOnlyDictionary<string, ChaincodeService> services, EnvelopeLimits limits, bool simulateTwice)
{
    /// <summary>Simulates for an evaluation: once, and nothing is kept.</summary>
    /// <exception cref="ChaincodeException">The chaincode gave no answer.</exception>
    /// <exception cref="ProposalRefusedException">The transaction is on the ledger already.</exception>
    public async Task<SimulatedProposal> EvaluateAsync(TransactionProposal proposal, IReadOnlyList<string> evaluators, CancellationToken cancellationToken)
    {
        using var snapshot = await OpenAsync(proposal, cancellationToken);
        return await RunAsync(proposal, snapshot, evaluators, cancellationToken);
    }

    /// <summary>Simulates for endorsement, twice on the same snapshot where the peer is to find out non-determinism. Keeps the private writes.</summary>
    /// <exception cref="ChaincodeException">The chaincode gave no answer, or two different ones.</exception>
    /// <exception cref="ProposalRefusedException">The transaction is on the ledger already.</exception>
    public async Task<SimulatedProposal> EndorseAsync(TransactionProposal proposal, IReadOnlyList<string> endorsers, CancellationToken cancellationToken)
    {
        using var snapshot = await OpenAsync(proposal, cancellationToken);
        var simulated = await RunAsync(proposal, snapshot, endorsers, cancellationToken);
        if (!simulated.Succeeded)
            return simulated;
        if (simulateTwice)
        {
            var again = await RunAsync(proposal, snapshot, endorsers, cancellationToken);
            if (DeterminismCheck.FindDifference(simulated, again) is { } difference)
                throw new ChaincodeException($"the chaincode is not deterministic: two simulations of one proposal differ in {difference}");
        }
        if (simulated.Result.Private is { } writes)
            ledger.Transient.Put(proposal.TransactionId, snapshot.Tip.Height, writes);
        return simulated;
    }

    private async Task<LedgerSnapshot> OpenAsync(TransactionProposal proposal, CancellationToken cancellationToken)
    {
        var snapshot = await ledger.OpenSimulationAsync(cancellationToken);
        if (snapshot.Blocks.FindTransaction(proposal.TransactionId) is null)
            return snapshot;
        snapshot.Dispose();
        throw new ProposalRefusedException(
            Fabric.Grpc.GrpcStatusCode.FailedPrecondition, $"duplicate transaction found [{proposal.TransactionId}]", isByEndorser: true);
    }

    private async Task<SimulatedProposal> RunAsync(
        TransactionProposal proposal, LedgerSnapshot snapshot, IReadOnlyList<string> mspIds, CancellationToken cancellationToken)
    {
        var scope = new SimulationScope(proposal.Chaincode, proposal.Creator.MspId, mspIds);
        var simulator = new TransactionSimulator(snapshot, scope);
        ChaincodeOutcome outcome;
        try
        {
            outcome = await CallAsync(proposal, simulator, proposal.Input, cancellationToken);
        }
        catch (ChaincodeException exception)
        {
            throw new ChaincodeException(
                $"error in simulation: failed to execute transaction {proposal.TransactionId}: {exception.Message}", exception);
        }
        if (outcome.Event is { } raised)
        {
            // The chaincode only chooses name and payload.
            raised.ChaincodeId = proposal.Chaincode.Name;
            raised.TxId = proposal.TransactionId;
        }
        return new SimulatedProposal(outcome, simulator.Finish());
    }

    private async Task<ChaincodeOutcome> CallAsync(
        TransactionProposal proposal, TransactionSimulator simulator, ByteString input, CancellationToken cancellationToken)
    {
        var invocation = new ChaincodeInvocation(channel.ChannelId, proposal.TransactionId, input, proposal.Signed);
        using var transaction = new ActiveTransaction(
            invocation, new StateRequests(simulator, limits), (request, token) => CallOtherAsync(proposal, simulator, request, token));
        return await services[simulator.Chaincode].RunAsync(transaction, cancellationToken);
    }

    // One chaincode calls another: the transaction goes on in the other's namespace. This peer has one channel, so there is
    // no calling into another.
    private async Task<ByteString> CallOtherAsync(
        TransactionProposal proposal, TransactionSimulator simulator, ByteString request, CancellationToken cancellationToken)
    {
        var (name, channelId, input) = ReadCall(request);
        if (channelId.Length > 0 && channelId != channel.ChannelId)
            throw new SimulationException($"failed to find ledger for channel: {channelId}");
        var called = channel.FindChaincode(name) ?? throw new SimulationException($"execute failed: chaincode {name} not found");
        try
        {
            var outcome = await CallAsync(proposal, simulator.For(called), input, cancellationToken);
            return new ChaincodeMessage
            {
                Type = ChaincodeMessage.Types.Type.Completed,
                Payload = outcome.Response.ToByteString(),
                Txid = proposal.TransactionId,
                ChannelId = channel.ChannelId,
            }.ToByteString();
        }
        catch (ChaincodeException exception)
        {
            throw new SimulationException($"execute failed: {exception.Message}");
        }
    }

    // The name may hold a version, which has no meaning any more, and a channel: name:version/channel.
    private static (string Name, string ChannelId, ByteString Input) ReadCall(ByteString request)
    {
        try
        {
            var spec = ChaincodeSpec.Parser.ParseFrom(request);
            var parts = (spec.ChaincodeId?.Name ?? "").Split('/', 2);
            return (parts[0].Split(':', 2)[0], parts.Length > 1 ? parts[1] : "", (spec.Input ?? new ChaincodeInput()).ToByteString());
        }
        catch (InvalidProtocolBufferException)
        {
            throw new SimulationException("The InvokeChaincode request cannot be read.");
        }
    }
}
