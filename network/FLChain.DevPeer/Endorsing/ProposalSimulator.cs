using FLChain.DevPeer.Chaincodes;
using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Simulation;
using FLChain.Fabric.Blocks;

namespace FLChain.DevPeer.Endorsing;

/// <summary>Runs proposals in their chaincode against a snapshot of the ledger. Safe for concurrent use.</summary>
internal sealed class ProposalSimulator(
    LedgerStore ledger, string channelId, IReadOnlyDictionary<string, ChaincodeService> services, EnvelopeLimits limits, bool simulateTwice)
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
            Fabric.Grpc.GrpcStatusCode.FailedPrecondition, $"duplicate transaction found [{proposal.TransactionId}]");
    }

    private async Task<SimulatedProposal> RunAsync(
        TransactionProposal proposal, LedgerSnapshot snapshot, IReadOnlyList<string> mspIds, CancellationToken cancellationToken)
    {
        var scope = new SimulationScope(proposal.Chaincode, proposal.Creator.MspId, mspIds);
        var simulator = new TransactionSimulator(snapshot, scope);
        var invocation = new ChaincodeInvocation(channelId, proposal.TransactionId, proposal.Input, proposal.Signed);
        var transaction = new ActiveTransaction(invocation, new StateRequests(simulator, proposal.Chaincode.Name, limits));
        ChaincodeOutcome outcome;
        try
        {
            outcome = await services[proposal.Chaincode.Name].RunAsync(transaction, cancellationToken);
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
}
