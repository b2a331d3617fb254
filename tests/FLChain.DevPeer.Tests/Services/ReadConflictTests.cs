using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Tests.Services;

public sealed class ReadConflictTests
{
    // Two submissions that go out together land in one block.
    private static readonly TimeSpan LongBatch = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Submit_ReadVersionWasOvertakenByAnEarlierBlock_IsAnMvccConflict()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokeAsync("increment", "n");
        var stale = await EndorseAsync(client, "increment", "n");
        await client.InvokeAsync("increment", "n");

        var status = await client.SubmitAsync(stale.Envelope, stale.TransactionId);

        Assert.Equal(TxValidationCode.MvccReadConflict, status.Result);
        Assert.Equal("2", await client.EvaluateAsync("get", "n"));
    }

    [Fact]
    public async Task Submit_AbsentKeyWasCreatedMeanwhile_IsAnMvccConflict()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var stale = await EndorseAsync(client, "increment", "n");
        await client.InvokeAsync("put", "n", "7");

        Assert.Equal(TxValidationCode.MvccReadConflict, (await client.SubmitAsync(stale.Envelope, stale.TransactionId)).Result);
    }

    [Fact]
    public async Task Submit_TwoReadersOfOneKeyInOneBlock_OnlyTheFirstIsValid()
    {
        await using var network = await TestNetwork.StartAsync(options => options with { BatchTimeout = LongBatch });
        var client = network.Client();

        var (first, second) = await SubmitTogetherAsync(client, ["increment", "n"], ["increment", "n"]);

        Assert.Equal(first.BlockNumber, second.BlockNumber);
        Assert.Equal(
            [TxValidationCode.Valid, TxValidationCode.MvccReadConflict],
            new[] { first.Result, second.Result }.Order());
        Assert.Equal("1", await client.EvaluateAsync("get", "n"));
    }

    [Fact]
    public async Task Submit_TwoBlindWritersOfOneKeyInOneBlock_AreBothValid()
    {
        await using var network = await TestNetwork.StartAsync(options => options with { BatchTimeout = LongBatch });
        var client = network.Client();

        var (first, second) = await SubmitTogetherAsync(client, ["put", "a", "1"], ["put", "a", "2"]);

        Assert.Equal(first.BlockNumber, second.BlockNumber);
        Assert.Equal([TxValidationCode.Valid, TxValidationCode.Valid], [first.Result, second.Result]);
        Assert.Equal(2, (await client.EvaluateAsync("history", "a")).Split(',').Length);
    }

    [Theory]
    [InlineData("put", "k5", "new")] // a key comes into the range
    [InlineData("put", "k1", "other")] // a key of the range changes
    [InlineData("delete", "k1")] // a key leaves the range
    public async Task Submit_RangeChangedInAnEarlierBlock_IsAPhantomConflict(params string[] change)
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokeAsync("put", "k1", "1");
        var stale = await EndorseAsync(client, "sum", "k", "l", "total");
        await client.InvokeAsync(change);

        Assert.Equal(TxValidationCode.PhantomReadConflict, (await client.SubmitAsync(stale.Envelope, stale.TransactionId)).Result);
    }

    [Theory]
    [InlineData("put", "l", "the end is exclusive")]
    [InlineData("put", "j", "before the start")]
    [InlineData("delete", "k7")] // deleting what is not there
    public async Task Submit_ChangeOutsideOfTheRange_IsValid(params string[] change)
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokeAsync("put", "k1", "1");
        var pending = await EndorseAsync(client, "sum", "k", "l", "total");
        await client.InvokeAsync(change);

        Assert.Equal(TxValidationCode.Valid, (await client.SubmitAsync(pending.Envelope, pending.TransactionId)).Result);
    }

    [Theory]
    [InlineData(TxValidationCode.PhantomReadConflict, "put", "k5", "new")]
    [InlineData(TxValidationCode.PhantomReadConflict, "delete", "k1")]
    [InlineData(TxValidationCode.Valid, "delete", "k7")]
    [InlineData(TxValidationCode.Valid, "put", "l", "outside")]
    public async Task Submit_RangeChangedEarlierInTheSameBlock_IsJudgedByWhatTheRangeHolds(TxValidationCode expected, params string[] change)
    {
        await using var network = await TestNetwork.StartAsync(options => options with { BatchTimeout = LongBatch });
        var client = network.Client();
        await client.InvokeAsync("put", "k1", "1");
        var first = await EndorseAsync(client, change);
        var second = await EndorseAsync(client, "sum", "k", "l", "total");

        await client.SubmitAsync(first.Envelope);
        await client.SubmitAsync(second.Envelope);
        var statuses = await Task.WhenAll(client.StatusAsync(first.TransactionId), client.StatusAsync(second.TransactionId));

        Assert.Equal(statuses[0].BlockNumber, statuses[1].BlockNumber);
        Assert.Equal(TxValidationCode.Valid, statuses[0].Result);
        Assert.Equal(expected, statuses[1].Result);
    }

    // The chaincode stops after the first row, but one answer carries a hundred: that far the range was read.
    [Theory]
    [InlineData(TxValidationCode.PhantomReadConflict, "key0000x")]
    [InlineData(TxValidationCode.PhantomReadConflict, "key0098x")]
    [InlineData(TxValidationCode.Valid, "key0099x")]
    public async Task Submit_RangeLeftEarly_IsCheckedAsFarAsItWasRead(TxValidationCode expected, string inserted)
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await FillAsync(client, 150);
        var pending = await EndorseAsync(client, "first", "key", "kez", "result");
        await client.InvokeAsync("put", inserted, "1");

        Assert.Equal(expected, (await client.SubmitAsync(pending.Envelope, pending.TransactionId)).Result);
    }

    [Theory]
    [InlineData(TxValidationCode.PhantomReadConflict, "key0149x")]
    [InlineData(TxValidationCode.PhantomReadConflict, "key0000")]
    [InlineData(TxValidationCode.Valid, "kf")]
    public async Task Submit_LongRangeInHashedForm_SeesEveryChange(TxValidationCode expected, string changed)
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await FillAsync(client, 150);
        var pending = await EndorseAsync(client, "sum", "key", "kez", "total");
        await client.InvokeAsync("put", changed, "1");

        Assert.Equal(expected, (await client.SubmitAsync(pending.Envelope, pending.TransactionId)).Result);
    }

    [Fact]
    public async Task Submit_PrivateValueReadWasOvertaken_IsAnMvccConflict()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokePrivateAsync("v1", "putPrivate", "kept", "p");
        var stale = await EndorseAsync(client, "getPrivateThenPut", "kept", "p", "seen");
        await client.InvokePrivateAsync("v2", "putPrivate", "kept", "p");

        Assert.Equal(TxValidationCode.MvccReadConflict, (await client.SubmitAsync(stale.Envelope, stale.TransactionId)).Result);
    }

    private static async Task FillAsync(TestClient client, int keys) =>
        await Task.WhenAll(Enumerable.Range(0, keys).Select(i => client.InvokeAsync("put", $"key{i:d4}", "v")));

    private static async Task<(Envelope Envelope, string TransactionId)> EndorseAsync(TestClient client, params string[] arguments)
    {
        var (proposal, transactionId) = client.Propose(arguments);
        return (await client.EndorseAsync(proposal), transactionId);
    }

    private static async Task<(CommitStatusResponse First, CommitStatusResponse Second)> SubmitTogetherAsync(
        TestClient client, string[] first, string[] second)
    {
        var a = await EndorseAsync(client, first);
        var b = await EndorseAsync(client, second);
        var statuses = await Task.WhenAll(client.SubmitAsync(a.Envelope, a.TransactionId), client.SubmitAsync(b.Envelope, b.TransactionId));
        return (statuses[0], statuses[1]);
    }
}
