using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Microsoft.Data.Sqlite;

namespace FLChain.DevPeer.Tests.Restart;

public sealed class RestartTests
{
    [Fact]
    public async Task Restart_ContinuesTheChain()
    {
        await using var network = await TestNetwork.StartAsync();
        var (transactionId, _) = await network.Client().CommitAsync("put", "a", "1");
        await network.RestartPeerAsync();
        var client = network.Client();

        Assert.Equal("1", await client.EvaluateAsync("get", "a"));
        Assert.Equal(2UL, await client.InvokeAsync("put", "a", "2"));
        Assert.Equal(1UL, (await client.StatusAsync(transactionId)).BlockNumber);
        ChainAssert.Verify(await client.BlocksAsync(0, 2), network.Consortium);
    }

    [Fact]
    public async Task Stop_CommitsWhatWasSubmitted()
    {
        await using var network = await TestNetwork.StartAsync(options => options with { BatchTimeout = TimeSpan.FromSeconds(2) });
        var client = network.Client();
        var (proposal, transactionId) = client.Propose(["put", "a", "1"]);
        await client.SubmitAsync(await client.EndorseAsync(proposal));

        await network.RestartPeerAsync();

        Assert.Equal(TxValidationCode.Valid, (await network.Client().StatusAsync(transactionId)).Result);
    }

    [Fact]
    public async Task Stop_WhileClientsWait_EndsThemWithUnavailable()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var waiting = client.StatusAsync(new string('0', 64));
        await using var events = client.EventsAsync(null).GetAsyncEnumerator(TestClient.Token);
        var next = events.MoveNextAsync().AsTask();
        await Task.Delay(200, TestClient.Token);

        await network.RestartPeerAsync();

        Assert.Equal(GrpcStatusCode.Unavailable, (await Assert.ThrowsAsync<GrpcException>(() => waiting)).StatusCode);
        Assert.Equal(GrpcStatusCode.Unavailable, (await Assert.ThrowsAsync<GrpcException>(() => next)).StatusCode);
    }

    [Fact]
    public async Task Start_WhileAnotherPeerHasTheLedger_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();

        await Assert.ThrowsAsync<IOException>(() => DevPeerServer.StartAsync(network.Options(), TestClient.Token));
    }

    [Fact]
    public async Task Start_OnTheLedgerOfAnotherChannel_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        await network.Peer.DisposeAsync();

        await Assert.ThrowsAsync<LedgerCorruptionException>(
            () => DevPeerServer.StartAsync(network.Options() with { ChannelId = "other" }, TestClient.Token));
        await network.RestartPeerAsync();
    }

    [Theory]
    [InlineData("UPDATE envelopes SET envelope = envelope || x'00' WHERE block = 2")]
    [InlineData("UPDATE blocks SET hash = x'00' WHERE number = 2")]
    [InlineData("UPDATE blocks SET header = (SELECT header FROM blocks WHERE number = 1) WHERE number = 2")]
    [InlineData("UPDATE state_height SET height = 2")]
    [InlineData("DELETE FROM blocks WHERE number = 2")]
    [InlineData("DELETE FROM blocks WHERE number = 1")]
    [InlineData("PRAGMA user_version = 99")]
    public async Task Start_OnADamagedEnd_IsRefused(string damage)
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokeAsync("put", "a", "1");
        await client.InvokeAsync("put", "a", "2");
        await network.Peer.DisposeAsync();
        var path = Path.Combine(network.DataDirectory, "ledger.db");
        File.Copy(path, path + ".kept");
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = damage;
            command.ExecuteNonQuery();
        }

        await Assert.ThrowsAsync<LedgerCorruptionException>(() => DevPeerServer.StartAsync(network.Options(), TestClient.Token));

        File.Move(path + ".kept", path, overwrite: true);
        await network.RestartPeerAsync();
    }
}
