using System.Text;
using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Tests.Shim;

public sealed class ContractRouterTests
{
    private const string Lamp = """{"id":"lamp","owner":"ann","value":7}""";

    private static readonly ContractRouter Router =
        ContractRouter.Create([new AssetContract(), new OddContract()], JsonArgumentCodec.Instance, AssetContract.MapException);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InvokeAsync_SubmitWithArgument_WritesAndAnswersTheEncodedResult()
    {
        MemoryStub stub = MemoryStub.Call("assets:Create", Lamp);
        ChaincodeResponse response = await Router.InvokeAsync(stub, Token);
        Assert.Equal((200, string.Empty), (response.Status, response.Message));
        Assert.Equal(Lamp, Encoding.UTF8.GetString(response.Payload.Span));
        Assert.Equal(["put lamp", "event created"], stub.Log);
    }

    [Fact]
    public async Task InvokeAsync_SubmitWithoutResult_AnswersAnEmptyPayload()
    {
        MemoryStub stub = MemoryStub.Call("assets:Delete", "\"lamp\"");
        stub.State["lamp"] = Encoding.UTF8.GetBytes(Lamp);
        ChaincodeResponse response = await Router.InvokeAsync(stub, Token);
        Assert.True(response.IsOk);
        Assert.True(response.Payload.IsEmpty);
        Assert.Equal(["delete lamp"], stub.Log);
    }

    [Fact]
    public async Task InvokeAsync_BytesAsArgumentAndResult_TravelRaw()
    {
        var stub = new MemoryStub(Encoding.UTF8.GetBytes("odd:Reverse"), [1, 0, 255]);
        ChaincodeResponse response = await Router.InvokeAsync(stub, Token);
        Assert.Equal([255, 0, 1], response.Payload.ToArray());
    }

    [Fact]
    public async Task InvokeAsync_NullResult_AnswersAnEmptyPayload()
    {
        ChaincodeResponse response = await Router.InvokeAsync(MemoryStub.Call("odd:Nothing"), Token);
        Assert.True(response.IsOk);
        Assert.True(response.Payload.IsEmpty);
    }

    [Theory]
    [InlineData("assets:Gone", "unknown function \"assets:Gone\"")]
    [InlineData("Create", "unknown function \"Create\"")]
    [InlineData("assets:create", "unknown function \"assets:create\"")]
    [InlineData("assets:CreateAsync", "unknown function \"assets:CreateAsync\"")]
    [InlineData("assets:Create:", "unknown function \"assets:Create:\"")]
    [InlineData("assets:MapException", "unknown function \"assets:MapException\"")]
    [InlineData("", "unknown function \"\"")]
    [InlineData("line\nbreak", "unknown function of 10 characters")]
    public async Task InvokeAsync_UnknownFunction_IsRefusedByName(string function, string message)
    {
        ChaincodeResponse response = await Router.InvokeAsync(MemoryStub.Call(function, Lamp), Token);
        Assert.Equal((500, message), (response.Status, response.Message));
    }

    [Fact]
    public async Task InvokeAsync_NoArgumentsAtAll_IsRefused()
    {
        ChaincodeResponse response = await Router.InvokeAsync(new MemoryStub(), Token);
        Assert.Equal("no function was named: the first argument is contract:transaction", response.Message);
    }

    [Fact]
    public async Task InvokeAsync_FunctionNotUtf8OrVeryLong_IsNotEchoed()
    {
        ChaincodeResponse broken = await Router.InvokeAsync(new MemoryStub([0xff, 0xfe]), Token);
        Assert.Equal("unknown function \"(not UTF-8)\"", broken.Message);
        ChaincodeResponse lengthy = await Router.InvokeAsync(MemoryStub.Call(new string('x', 5000)), Token);
        Assert.Equal("unknown function of 5000 characters", lengthy.Message);
    }

    [Theory]
    [InlineData("assets:Create", "assets:Create takes one argument, not 0")]
    [InlineData("assets:Create", "assets:Create takes one argument, not 2", Lamp, Lamp)]
    [InlineData("assets:WhoAmI", "assets:WhoAmI takes no argument, not 1", "")]
    public async Task InvokeAsync_WrongNumberOfArguments_IsRefused(string function, string message, params string[] arguments)
    {
        MemoryStub stub = MemoryStub.Call(function, arguments);
        Assert.Equal(message, (await Router.InvokeAsync(stub, Token)).Message);
        Assert.Empty(stub.Log);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":"lamp","owner":"ann","value":7,"colour":"red"}""")]
    [InlineData("""{"id":"lamp","owner":"ann","value":7,"value":8}""")]
    [InlineData("""{"id":"lamp","owner":null,"value":7}""")]
    [InlineData("""{"id":"lamp","owner":"ann","value":7} x""")]
    [InlineData("""{"id":"lamp","owner":"ann","value":99999999999}""")]
    public async Task InvokeAsync_MalformedArgument_IsRefusedBeforeTheContractRuns(string argument)
    {
        MemoryStub stub = MemoryStub.Call("assets:Create", argument);
        ChaincodeResponse response = await Router.InvokeAsync(stub, Token);
        Assert.Equal(500, response.Status);
        Assert.StartsWith("assets:Create: malformed argument: ", response.Message, StringComparison.Ordinal);
        Assert.Empty(stub.Log);
    }

    [Fact]
    public async Task InvokeAsync_DomainError_BecomesTheApplicationsResponse()
    {
        ChaincodeResponse response = await Router.InvokeAsync(MemoryStub.Call("assets:Delete", "\"lamp\""), Token);
        Assert.Equal((500, "ASSET_UNKNOWN: there is no asset lamp"), (response.Status, response.Message));
    }

    [Theory]
    [InlineData("odd:Throw")]
    [InlineData("odd:ThrowLater")]
    public async Task InvokeAsync_ExceptionThatNobodyKnows_IsThrownUnwrapped(string function) =>
        await Assert.ThrowsAsync<FormatException>(() => Router.InvokeAsync(MemoryStub.Call(function), Token));

    [Fact]
    public async Task InvokeAsync_MethodReturnsNoTask_Throws() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Router.InvokeAsync(MemoryStub.Call("odd:NoTask"), Token));

    [Theory]
    [InlineData("PutStateAsync")]
    [InlineData("DeleteStateAsync")]
    [InlineData("PutPrivateDataAsync")]
    [InlineData("DeletePrivateDataAsync")]
    [InlineData("PurgePrivateDataAsync")]
    [InlineData("SetStateValidationParameterAsync")]
    [InlineData("SetPrivateDataValidationParameterAsync")]
    [InlineData("SetEvent")]
    public async Task InvokeAsync_EvaluateThatWrites_IsRefusedAndNothingIsWritten(string operation)
    {
        MemoryStub stub = MemoryStub.Call("odd:Sneak", $"\"{operation}\"");
        ChaincodeResponse response = await Router.InvokeAsync(stub, Token);
        Assert.Equal($"odd:Sneak: an evaluate transaction must not write: {operation} was refused", response.Message);
        Assert.Empty(stub.Log);
    }

    [Fact]
    public async Task InvokeAsync_EvaluateThatSwallowsTheRefusal_StillWritesNothing()
    {
        MemoryStub stub = MemoryStub.Call("odd:SneakQuietly");
        Assert.True((await Router.InvokeAsync(stub, Token)).IsOk);
        Assert.Empty(stub.Log);
    }

    [Fact]
    public async Task InvokeAsync_Evaluate_ReadsPassThrough()
    {
        MemoryStub stub = MemoryStub.Call("odd:ReadEverything");
        stub.State["k"] = [7];
        ChaincodeResponse response = await Router.InvokeAsync(stub, Token);
        Assert.Equal("\"07 k k t 0102 03 private ch\"", Encoding.UTF8.GetString(response.Payload.Span));
    }

    [Fact]
    public async Task InvokeAsync_OwnContext_IsMadeOncePerTransaction()
    {
        int made = 0;
        ContractRouter router = ContractRouter.Create([new NumberedContract()], JsonArgumentCodec.Instance, stub => new NumberedContext(stub, ++made));
        Assert.Equal("1", Encoding.UTF8.GetString((await router.InvokeAsync(MemoryStub.Call("n:Number"), Token)).Payload.Span));
        Assert.Equal("2", Encoding.UTF8.GetString((await router.InvokeAsync(MemoryStub.Call("n:Number"), Token)).Payload.Span));
    }

    [Fact]
    public void Transactions_OfTheSample_AreDescribed()
    {
        Assert.Contains(new TransactionDescription("assets", "Create", true, typeof(Asset), typeof(Asset)), Router.Transactions);
        Assert.Contains(new TransactionDescription("assets", "WhoAmI", false, null, typeof(string)), Router.Transactions);
        Assert.Contains(new TransactionDescription("assets", "Delete", true, typeof(string), null), Router.Transactions);
        Assert.Equal(Router.Transactions.OrderBy(t => t.Function, StringComparer.Ordinal), Router.Transactions);
    }
}
