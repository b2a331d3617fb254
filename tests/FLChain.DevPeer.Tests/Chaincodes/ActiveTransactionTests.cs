using FLChain.DevPeer.Chaincodes;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Type = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.DevPeer.Tests.Chaincodes;

public sealed class ActiveTransactionTests : IDisposable
{
    // A request that no simulator has to answer.
    private static readonly ChaincodeMessage Request = new() { Type = Type.GetQueryResult };

    private readonly ActiveTransaction transaction = new(
        new ChaincodeInvocation("flchain", "id", ByteString.Empty, new SignedProposal()),
        new StateRequests(null!, new EnvelopeLimits()),
        async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return ByteString.Empty;
        });

    public void Dispose() => transaction.Dispose();

    // As in Fabric, a second request is dropped without an answer.
    [Fact]
    public void TryBegin_WhileARequestIsUnderWay_IsRefused()
    {
        Assert.True(transaction.TryBegin());
        Assert.False(transaction.TryBegin());

        transaction.Answer(Request);

        Assert.True(transaction.TryBegin());
    }

    [Fact]
    public async Task Answer_AfterTheEnd_IsNothing()
    {
        Assert.Equal(Type.Error, transaction.Answer(Request)!.Type);

        await transaction.CloseAsync();

        Assert.Null(transaction.Answer(Request));
    }

    [Fact]
    public async Task Close_WhileAnotherChaincodeIsCalled_EndsTheCallWithoutAnAnswer()
    {
        var answers = 0;
        transaction.BeginCall(new ChaincodeMessage { Type = Type.InvokeChaincode }, _ =>
        {
            answers++;
            return Task.CompletedTask;
        });

        await transaction.CloseAsync().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.Equal(0, answers);
    }

    [Fact]
    public async Task Complete_AfterAFailure_ChangesNothing()
    {
        transaction.Fail(new ChaincodeException("first"));
        transaction.Complete(new ChaincodeOutcome(new Response(), null));

        Assert.Equal("first", (await Assert.ThrowsAsync<ChaincodeException>(() => transaction.Outcome)).Message);
    }
}
