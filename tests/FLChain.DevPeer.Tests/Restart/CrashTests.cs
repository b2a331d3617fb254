using System.Collections.Concurrent;
using System.Diagnostics;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;

namespace FLChain.DevPeer.Tests.Restart;

public sealed class CrashTests
{
    [Fact]
    public async Task Killed_DuringALoad_KeepsEveryAcknowledgedTransactionAndAWholeChain()
    {
        using var directory = new TemporaryDirectory();
        var acknowledged = new ConcurrentBag<(string TransactionId, string Key)>();
        for (var round = 0; round < 3; round++)
        {
            using var host = await CrashHost.StartAsync(directory["ledger"], directory["crypto"]);
            using var channel = GrpcChannel.Create(host.Address);
            using var identity = LoadUser(directory["crypto"]);
            var client = new TestClient(channel, identity, "flchain", TestNetwork.Chaincode);
            var before = acknowledged.Count;
            var load = Enumerable.Range(0, 8).Select(worker => LoadAsync(client, $"{round}-{worker}", acknowledged)).ToArray();
            await WaitUntilAsync(() => acknowledged.Count >= before + 60);
            await host.KillAsync();
            await Task.WhenAll(load);
        }

        await AssertWholeAsync(directory, acknowledged);
    }

    private static SigningIdentity LoadUser(string crypto) =>
        IdentityFiles.LoadMsp("Org1MSP", CrashHost.OpenConsortium(crypto).IssueUser("Org1MSP", "user1", "user1"));

    // Submits until the peer is gone. Every third write is private.
    private static async Task LoadAsync(TestClient client, string worker, ConcurrentBag<(string, string)> acknowledged)
    {
        for (var i = 0; ; i++)
        {
            var key = $"{worker}-{i}";
            var (proposal, transactionId) = i % 3 == 0
                ? client.Propose(["putPrivate", "kept", key], new Dictionary<string, byte[]> { ["value"] = System.Text.Encoding.UTF8.GetBytes(key) })
                : client.Propose(["put", key, key]);
            try
            {
                var status = await client.SubmitAsync(await client.EndorseAsync(proposal), transactionId);
                Assert.Equal(TxValidationCode.Valid, status.Result);
                acknowledged.Add((transactionId, i % 3 == 0 ? "private:" + key : key));
            }
            catch (GrpcException)
            {
                return;
            }
        }
    }

    private static async Task AssertWholeAsync(TemporaryDirectory directory, ConcurrentBag<(string TransactionId, string Key)> acknowledged)
    {
        var consortium = CrashHost.OpenConsortium(directory["crypto"]);
        await using var service = new ChaincodeServer(new AssetChaincode(), new ChaincodeServerOptions { PackageId = TestNetwork.PackageId });
        await service.StartAsync(TestClient.Token);
        await using var peer = await DevPeerServer.StartAsync(
            CrashHost.Options(directory["ledger"], consortium, service), TestClient.Token);
        using var channel = GrpcChannel.Create(peer.Address);
        using var identity = LoadUser(directory["crypto"]);
        var client = new TestClient(channel, identity, "flchain", TestNetwork.Chaincode);
        ChainAssert.Verify(await client.BlocksAsync(0, peer.Height - 1), consortium);
        foreach (var (transactionId, key) in acknowledged)
        {
            Assert.Equal(TxValidationCode.Valid, (await client.StatusAsync(transactionId)).Result);
            if (key.StartsWith("private:", StringComparison.Ordinal))
                Assert.Equal(key[8..], await client.EvaluateAsync("getPrivate", "kept", key[8..]));
            else
                Assert.Equal(key, await client.EvaluateAsync("get", key));
        }
        await client.InvokeAsync("put", "after", "1");
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), "The load does not get ahead.");
            await Task.Delay(10, TestClient.Token);
        }
    }
}
