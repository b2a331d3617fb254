using System.Collections.Concurrent;
using System.Text;
using FLChain.Core;
using FLChain.Core.Errors;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.Fabric.Shim;

namespace FLChain.EndToEnd.Tests.Training;

/// <summary>An endorsing peer that has not committed yet what the members saw refuses what is due: nobody loses its turn by that.</summary>
public sealed class LaggingPeerTests
{
    [Theory]
    [InlineData(TransactionNames.Training.SubmitGradient, ErrorCodes.WrongIteration)]
    [InlineData(TransactionNames.Training.SubmitAggregate, ErrorCodes.WrongPhase)]
    [InlineData(TransactionNames.Training.ElectLeader, ErrorCodes.WrongPhase)]
    [InlineData(TransactionNames.Training.SubmitShare, ErrorCodes.WrongPhase)]
    [InlineData(TransactionNames.Training.CloseRound, ErrorCodes.TooFewShares)]
    public async Task RefusedThoughItIsDue_IsMadeAgain(string transaction, string code)
    {
        LaggingChaincode? lagging = null;
        await using var world = await TestFederation.FormAsync(new FederationShape
        {
            Iterations = 2,
            Serve = contracts => lagging = new LaggingChaincode(contracts, $"{TransactionNames.Training.Contract}:{transaction}", code),
        });
        var finished = await world.TrainAndFinishAsync();

        Assert.Equal(LaggingChaincode.Refusals, lagging!.Refused);
        Assert.Equal(4, finished.Active.Count);
        for (var iteration = 1; iteration <= 2; iteration++)
        {
            var state = await world.RoundAsync(iteration);
            Assert.Equal(4, state.Contributors!.Count);
            Assert.Equal(4, state.Leader!.Correct.Count);
        }
    }

    /// <summary>Refuses the first proposals of one transaction. The deadlines of these tests never pass: what is not made again hangs.</summary>
    private sealed class LaggingChaincode(IChaincode contracts, string function, string code) : IChaincode
    {
        public const int Refusals = 6;

        private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.Ordinal);

        public int Refused => _refused.Count;

        public Task<ChaincodeResponse> InvokeAsync(IChaincodeStub stub, CancellationToken cancellationToken) =>
            Encoding.UTF8.GetString(stub.Arguments[0].Span) == function && Refuses(stub.TransactionId)
                ? Task.FromResult(ChaincodeResponse.Error(new LedgerError(code, "this peer lags behind").Message))
                : contracts.InvokeAsync(stub, cancellationToken);

        private bool Refuses(string transactionId)
        {
            lock (_refused) return _refused.ContainsKey(transactionId) || (_refused.Count < Refusals && _refused.TryAdd(transactionId, true));
        }
    }
}
