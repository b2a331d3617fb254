using System.Text;
using FLChain.Conformance.Tests.Probe;
using FLChain.Fabric.Client;

namespace FLChain.Conformance.Tests.Shim;

/// <summary>The chaincode's service goes away in the middle of a transaction and comes back.</summary>
public sealed class RestartTests(ConformanceFixture fixture) : ConformanceTestBase(fixture)
{
    [Fact]
    public async Task Chaincode_BrokenOffInMidTransaction_FailsThatOneAndServesTheNext()
    {
        var impatient = Consortium.Probe(Connect(0, options => options with { Retry = Once }));
        var key = NewKey();
        var proposal = impatient.NewProposal("run", Steps(Step("put", key, "1"), Step("sleep", "20000")));
        var running = proposal.EndorseAsync(Token);
        await ProbeChaincode.AsleepAsync(proposal.TransactionId).WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.False(running.IsCompleted);

        await Consortium.RestartChaincodeAsync();

        var failure = await Assert.ThrowsAsync<EndorseException>(() => running);
        Assert.Null(failure.ChaincodeStatus);
        await SubmitAsync(Step("put", key, "2"));
        Assert.Equal("2", await EvaluateAsync(Step("get", key)));
    }

    [Fact]
    public async Task Chaincode_RestartedBetweenTransactions_IsNotNoticedByAClientThatRetries()
    {
        var key = NewKey();
        for (var i = 0; i < 3; i++)
        {
            await Consortium.RestartChaincodeAsync();
            await SubmitAsync(Step("put", key, $"{i}"));
        }

        Assert.Equal("2", Encoding.UTF8.GetString(await Probe.EvaluateAsync("run", Steps(Step("get", key)), cancellationToken: Token)));
    }
}
