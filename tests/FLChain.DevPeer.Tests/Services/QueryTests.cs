using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Grpc;

namespace FLChain.DevPeer.Tests.Services;

public sealed class QueryTests
{
    [Fact]
    public async Task History_OfAKey_IsNewestFirstWithDeletions()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var first = (await client.CommitAsync("put", "a", "1")).TransactionId;
        await client.CommitAsync("put", "b", "other");
        var second = (await client.CommitAsync("delete", "a")).TransactionId;
        var third = (await client.CommitAsync("put", "a", "3")).TransactionId;

        Assert.Equal($"{third}=3,{second}=deleted,{first}=1", await client.EvaluateAsync("history", "a"));
        Assert.Equal("", await client.EvaluateAsync("history", "never"));
    }

    [Fact]
    public async Task History_LongerThanOneAnswer_IsComplete()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var written = await Task.WhenAll(Enumerable.Range(0, 130).Select(i => client.CommitAsync("put", "a", $"{i}")));

        var history = (await client.EvaluateAsync("history", "a")).Split(',').Select(entry => entry.Split('=')[0]).ToList();

        Assert.Equal(written.Select(each => each.TransactionId).Order(), history.Order());
    }

    [Fact]
    public async Task History_LeavesInvalidTransactionsOut()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var (proposal, transactionId) = client.Propose(["put", "a", "bad"]);
        await client.SubmitAsync(await client.EndorseAsync(proposal, "Org1MSP"), transactionId);
        var good = (await client.CommitAsync("put", "a", "good")).TransactionId;

        Assert.Equal($"{good}=good", await client.EvaluateAsync("history", "a"));
    }

    [Fact]
    public async Task Range_KeysAboveTheBasicPlane_AreInUtf8Order()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        // U+FFFD sorts behind U+1F600 in UTF-16, before it in UTF-8; a composite key holds zero characters.
        foreach (var key in new[] { "x\U0001F600", "x\uFFFD", "x\0y", "x", "xa" })
            await client.InvokeAsync("put", key, "v");

        Assert.Equal("x=v,x\0y=v,xa=v,x\uFFFD=v,x\U0001F600=v", await client.EvaluateAsync("range", "x", "y"));
        Assert.Equal("x\U0001F600=v", await client.EvaluateAsync("range", "x\U0001F600", ""));
    }

    [Fact]
    public async Task Range_LongerThanOneAnswer_IsComplete()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await Task.WhenAll(Enumerable.Range(0, 250).Select(i => client.InvokeAsync("put", $"k{i:d3}", $"{i}")));

        var expected = string.Join(',', Enumerable.Range(0, 250).Select(i => $"k{i:d3}={i}"));
        Assert.Equal(expected, await client.EvaluateAsync("range", "k", "l"));
    }

    [Fact]
    public async Task Page_ByPage_CoversTheRangeOnce()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        foreach (var key in new[] { "a", "b", "c", "d", "e" })
            await client.InvokeAsync("put", key, "v");
        var pages = new List<string>();
        var bookmark = "";
        do
        {
            var page = (await client.EvaluateAsync("page", "a", "e", "3", bookmark)).Split('|');
            pages.Add(page[0]);
            bookmark = page[1];
        }
        while (bookmark.Length > 0);

        Assert.Equal(["a,b,c", "d"], pages);
    }

    [Fact]
    public async Task Page_BookmarkBeforeTheRange_DoesNotLeadOutOfIt()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        foreach (var key in new[] { "a", "b", "c" })
            await client.InvokeAsync("put", key, "v");

        Assert.Equal("b|", await client.EvaluateAsync("page", "b", "c", "5", "a"));
        Assert.Equal("|", await client.EvaluateAsync("page", "b", "c", "5", "z"));
    }

    [Fact]
    public async Task Get_EmptyKey_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();

        await Assert.ThrowsAsync<GrpcException>(() => client.EvaluateAsync("get", ""));
        await Assert.ThrowsAsync<GrpcException>(() => client.EvaluateAsync("history", ""));
    }
}
