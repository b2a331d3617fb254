using FLChain.Core.Filters;
using FLChain.Core.Merkle;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.Gateway.Tests.World;
using FLChain.TrainerSdk.Gateway;

namespace FLChain.Gateway.Tests.Client;

/// <summary>The SDK's client of the gateway, against the gateway.</summary>
public sealed class GatewayClientTests(GatewayWorld world) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = world.Address };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task SignedIn_ReadsTheMarket()
    {
        var client = await SignedInAsync("bob");
        var listed = await client.ModelsAsync("test", null, Stop);
        Assert.Contains(listed.Items, model => model.Record.Fid == GatewayWorld.Fid && model.Block > 0 && model.Tx.Length == 64);
        var model = await client.ModelAsync(GatewayWorld.Fid, Stop);
        Assert.Equal((GatewayWorld.Fid, ModelStage.Finished), (model.Model.Record.Fid, model.Model.Record.Stage));
        Assert.Equal(new ShownStatus("flm-nothing", FilterAnswer.Neither, null, false), await client.StatusAsync("flm-nothing", Stop));
        Assert.Contains((await client.TrainersAsync(world.Federation.Members[2].DpId, null, Stop)).Items, trainer => trainer.Record.DpId == world.Federation.Members[2].DpId);
    }

    [Fact]
    public async Task Buy_TheSameKeyAgain_IsTheSamePurchase()
    {
        var client = await SignedInAsync("bob");
        using var oneTime = EnvelopeKey.Generate();
        var key = world.NewName("buy");
        var first = await client.BuyAsync(GatewayWorld.Fid, oneTime.PublicKey, 5_000, key, Stop);
        var second = await client.BuyAsync(GatewayWorld.Fid, oneTime.PublicKey, 5_000, key, Stop);
        Assert.Equal((first.TransactionId, first.Block), (second.TransactionId, second.Block));
        Assert.Equal((GatewayWorld.Fid, PurchaseState.Paid), (first.Result!.Fid, first.Result.State));
    }

    [Fact]
    public async Task Refused_TellsStatusAndCode()
    {
        var client = new GatewayClient(_http);
        var nobody = await Assert.ThrowsAsync<GatewayException>(() => client.ModelsAsync(cancellationToken: Stop));
        Assert.Equal((401, "GW0002"), (nobody.Status, nobody.Code));
        Assert.Equal("GW0005", (await Assert.ThrowsAsync<GatewayException>(() => client.SignInAsync("bob", "not the password", Stop))).Code);
        await client.SignInAsync("bob", GatewayWorld.Password, Stop);
        Assert.Equal("GW0004", (await Assert.ThrowsAsync<GatewayException>(() => client.ModelAsync("flm-nothing", Stop))).Code);
        var poor = await Assert.ThrowsAsync<GatewayException>(() => client.AccuseAsync(new ReportUnqualified(world.PartyOf("bob"), "Myself", new string('e', 128)), world.NewName("key"), Stop));
        Assert.Equal((403, "FL0502"), (poor.Status, poor.Code));
        Assert.Matches("^[0-9a-f]{64}$", poor.TransactionId);
    }

    [Fact]
    public async Task Proof_UnderItsRoot_HoldsAndUnderNoOther()
    {
        var client = await SignedInAsync("alice");
        var present = await client.ModelProofAsync(GatewayWorld.Fid, null, Stop);
        Assert.Equal(MerkleVerdict.Valid, present.Verify(present.Root));
        Assert.Equal(MerkleVerdict.WrongRoot, present.Verify(new string('0', 128)));
        Assert.Equal(MerkleVerdict.Malformed, present.Verify("no hex"));
        Assert.Equal(MerkleVerdict.WrongValue, (present with { Record = present.Record + " " }).Verify(present.Root));
        Assert.Equal(MerkleVerdict.WrongKind, (present with { Record = null }).Verify(present.Root));
        var absent = await client.TrainerProofAsync(new string('a', 64), null, Stop);
        Assert.Equal((null, MerkleVerdict.Valid), (absent.Record, absent.Verify(absent.Root)));
    }

    private async Task<GatewayClient> SignedInAsync(string user)
    {
        var client = new GatewayClient(_http);
        await client.SignInAsync(user, GatewayWorld.Password, Stop);
        return client;
    }
}
