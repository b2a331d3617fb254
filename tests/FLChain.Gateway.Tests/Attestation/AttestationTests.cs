using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Attestation;

/// <summary>The gateway's own attestations, on the ledger and over REST.</summary>
public sealed class AttestationTests(GatewayWorld world)
{
    [Fact]
    public async Task Attested_AtTheInterval_ProofsStandUnderTheRoot()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        System.Text.Json.JsonElement roots;
        while (!(roots = await world.Auditor.GetOkAsync("/v1/audit/roots")).Items().Any()) await Task.Delay(50, limit.Token);

        var newest = roots.Items().First();
        var height = newest.GetProperty("height").GetInt32();
        Assert.Equal((0, false), (height % 10, newest.GetProperty("alarm").GetBoolean()));
        var word = Assert.Single(newest.GetProperty("roots").EnumerateArray());
        Assert.Equal(("BuyersMSP", newest.Text("own")), (word.Text("msp"), word.Text("root")));
        Assert.False(newest.TryGetProperty("agreed", out _));

        var proof = await world.Alice.GetOkAsync($"/v1/audit/proofs/models/{GatewayWorld.Fid}?block={height}");
        Assert.Equal(word.Text("root"), proof.Text("root"));
        Assert.Equal("BuyersMSP", Assert.Single(proof.GetProperty("attestedBy").EnumerateArray()).GetString());
        Assert.Equal(0, (await world.Alice.GetOkAsync("/v1/status")).GetProperty("rootAlarms").GetArrayLength());
    }
}
