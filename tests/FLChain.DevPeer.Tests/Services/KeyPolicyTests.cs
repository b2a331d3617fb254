using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Tests.Services;

/// <summary>Keys with an endorsement policy of their own, as Fabric 2 judges them.</summary>
public sealed class KeyPolicyTests
{
    [Fact]
    public async Task Write_OfAProtectedKey_NeedsItsPolicyAndNotTheChaincodes()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.CommitAsync("putProtected", "a", "1", "Org3MSP");

        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, await SubmitAsync(client, ["put", "a", "2"], "Org1MSP", "Org2MSP"));
        Assert.Equal("1", await client.EvaluateAsync("get", "a"));
        Assert.Equal(TxValidationCode.Valid, await SubmitAsync(client, ["put", "a", "3"], "Org3MSP"));
        Assert.Equal("3", await client.EvaluateAsync("get", "a"));
    }

    [Fact]
    public async Task Write_OfAProtectedKeyBesideAnother_NeedsBothPolicies()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.CommitAsync("putProtected", "a", "1", "Org3MSP");

        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, await SubmitAsync(client, ["putTwo", "a", "b", "2"], "Org3MSP"));
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, await SubmitAsync(client, ["putTwo", "a", "b", "2"], "Org1MSP", "Org2MSP"));
        Assert.Equal(TxValidationCode.Valid, await SubmitAsync(client, ["putTwo", "a", "b", "2"], "Org1MSP", "Org3MSP"));
    }

    [Fact]
    public async Task Endorse_NoOrganizationsNamed_AsksThoseThatTheKeysNeed()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.CommitAsync("putProtected", "a", "1", "Org3MSP");

        Assert.Equal(["Org1MSP", "Org3MSP"], TestClient.EndorsersOf(await client.EndorseAsync(client.Propose(["putTwo", "a", "b", "2"]).Signed)));
        Assert.Equal(["Org3MSP"], TestClient.EndorsersOf(await client.EndorseAsync(client.Propose(["put", "a", "2"]).Signed)));
        Assert.Equal(["Org1MSP", "Org2MSP"], TestClient.EndorsersOf(await client.EndorseAsync(client.Propose(["put", "b", "2"]).Signed)));
    }

    [Fact]
    public async Task PolicyChange_IsGovernedByThePolicyInForce()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.CommitAsync("putProtected", "a", "1", "Org3MSP");

        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, await SubmitAsync(client, ["protect", "a", "Org1MSP"], "Org1MSP", "Org2MSP"));
        Assert.Equal(TxValidationCode.Valid, await SubmitAsync(client, ["protect", "a", "Org1MSP"], "Org3MSP"));
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, await SubmitAsync(client, ["put", "a", "2"], "Org3MSP"));
        Assert.Equal(TxValidationCode.Valid, await SubmitAsync(client, ["put", "a", "2"], "Org1MSP"));
        Assert.Equal(TxValidationCode.Valid, await SubmitAsync(client, ["protect", "a"], "Org1MSP"));
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, await SubmitAsync(client, ["put", "a", "3"], "Org1MSP"));
        Assert.Equal(TxValidationCode.Valid, await SubmitAsync(client, ["put", "a", "3"], "Org1MSP", "Org2MSP"));
    }

    [Fact]
    public async Task Protection_IsReadBackAndOutlivesWritesAndARestart_AndGoesWithTheKey()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var policy = Convert.ToHexStringLower(SignaturePolicy.AllOf("Org2MSP", "Org3MSP").ToBytes());
        await client.CommitAsync("putProtected", "a", "1", "Org2MSP", "Org3MSP");
        await client.CommitAsync("put", "a", "2");
        Assert.Equal(policy, await client.EvaluateAsync("protection", "a"));
        Assert.Equal("", await client.EvaluateAsync("protection", "b"));

        await network.RestartPeerAsync();
        client = network.Client(name: "user2");
        Assert.Equal(policy, await client.EvaluateAsync("protection", "a"));
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, await SubmitAsync(client, ["delete", "a"], "Org1MSP", "Org2MSP"));

        await client.CommitAsync("delete", "a");
        await client.CommitAsync("put", "a", "3");
        Assert.Equal("", await client.EvaluateAsync("protection", "a"));
    }

    [Fact]
    public async Task PolicyOfAKeyThatIsNotThere_HasNoEffect()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.CommitAsync("protect", "a", "Org3MSP");
        Assert.Equal("", await client.EvaluateAsync("protection", "a"));
        Assert.Equal(TxValidationCode.Valid, await SubmitAsync(client, ["put", "a", "1"], "Org1MSP", "Org2MSP"));
    }

    [Fact]
    public async Task PolicyChange_AloneRaisesTheKeysVersion_AndStaysOutOfItsHistory()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.CommitAsync("put", "a", "1");
        var (increment, transactionId) = client.Propose(["increment", "a"]);
        var prepared = await client.EndorseAsync(increment);
        await client.CommitAsync("protect", "a", "Org1MSP", "Org2MSP");

        Assert.Equal(TxValidationCode.MvccReadConflict, (await client.SubmitAsync(prepared, transactionId)).Result);
        Assert.Single((await client.EvaluateAsync("history", "a")).Split(','));
    }

    [Fact]
    public async Task Write_AfterAPolicyChangeInTheSameBlock_IsAPolicyFailure()
    {
        await using var network = await TestNetwork.StartAsync(options => options with { BatchTimeout = TimeSpan.FromSeconds(5), MaxMessageCount = 2 });
        var client = network.Client();
        await Task.WhenAll(client.CommitAsync("put", "a", "1"), client.CommitAsync("put", "b", "1"));
        var (change, changeId) = client.Propose(["protect", "a", "Org1MSP"]);
        var (write, writeId) = client.Propose(["put", "a", "2"]);
        var changed = await client.EndorseAsync(change);
        var written = await client.EndorseAsync(write, "Org1MSP", "Org2MSP", "Org3MSP");

        await client.SubmitAsync(changed);
        await client.SubmitAsync(written);
        var (first, second) = (await client.StatusAsync(changeId), await client.StatusAsync(writeId));

        Assert.Equal(first.BlockNumber, second.BlockNumber);
        Assert.Equal(TxValidationCode.Valid, first.Result);
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, second.Result);
    }

    [Fact]
    public async Task PrivateKey_UnderAPolicy_IsJudgedByItAndStaysReadable()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokePrivateAsync("secret", "putPrivate", "kept", "k");
        await client.CommitAsync("protectPrivate", "kept", "k", "Org2MSP");

        Assert.Equal("secret", await client.EvaluateAsync("getPrivate", "kept", "k"));
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, await SubmitAsync(client, ["deletePrivate", "kept", "k"], "Org1MSP", "Org3MSP"));
        Assert.Equal(TxValidationCode.Valid, await SubmitAsync(client, ["deletePrivate", "kept", "k"], "Org2MSP"));
        Assert.Equal("(none)", await client.EvaluateAsync("getPrivate", "kept", "k"));
    }

    private static async Task<TxValidationCode> SubmitAsync(TestClient client, string[] arguments, params string[] endorsers)
    {
        var (proposal, transactionId) = client.Propose(arguments);
        return (await client.SubmitAsync(await client.EndorseAsync(proposal, endorsers), transactionId)).Result;
    }
}
