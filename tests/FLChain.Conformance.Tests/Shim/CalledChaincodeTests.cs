using FLChain.Fabric.Client;
using FLChain.Fabric.Protos;

namespace FLChain.Conformance.Tests.Shim;

/// <summary>One chaincode calls another within a transaction.</summary>
public sealed class CalledChaincodeTests(ConformanceFixture fixture) : ConformanceTestBase(fixture)
{
    [Fact]
    public async Task Call_OnTheSameChannel_WritesTheOthersNamespace()
    {
        var key = NewKey();
        await SubmitAsync(Step("put", key, "mine"), Step("call", Consortium.Callee, "", $"put,{key},theirs"));
        Assert.Equal("mine\n200 theirs", await EvaluateAsync(Step("get", key), Step("call", Consortium.Callee, "", $"get,{key}")));
    }

    [Fact]
    public async Task Call_ThatRead_ConflictsWithALaterWrite()
    {
        var key = NewKey();
        var stale = await EndorseAsync([Step("call", Consortium.Callee, "", $"get,{key}"), Step("put", key, "1")]);
        await SubmitAsync(Step("call", Consortium.Callee, "", $"put,{key},1"));
        Assert.Equal(TxValidationCode.MvccReadConflict, (await CommitAsync(stale)).Code);
    }

    [Fact]
    public async Task Call_ThatIsRefused_GivesTheRefusal() =>
        Assert.Equal("500 their words", await EvaluateAsync(Step("call", Consortium.Callee, "", "fail,their words")));

    [Fact]
    public async Task Event_OfTheCalledChaincode_IsDropped()
    {
        var done = await SubmitAsync(Step("call", Consortium.Callee, "", "event,theirs,x"), Step("put", NewKey(), "1"));
        await foreach (var block in Connect().GetNetwork(Consortium.Channel).BlocksAsync(done.BlockNumber, done.BlockNumber, Token))
            Assert.All(FLChain.Fabric.Blocks.BlockTransaction.ReadAll(block), each => Assert.Null(each.Envelope.Transaction?.Action?.Event));
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("callee", "another-channel")]
    [InlineData("self", "")]
    public async Task Call_OfWhatCannotRun_FailsTheTransaction(string target, string channel)
    {
        var name = target switch { "callee" => Consortium.Callee, "self" => Consortium.Chaincode, _ => target };
        var failure = await Assert.ThrowsAsync<EvaluateException>(() => EvaluateAsync(Step("call", name, channel, "get,k")));
        Assert.Equal("the peer refused InvokeChaincode", failure.ChaincodeMessage);
    }
}
