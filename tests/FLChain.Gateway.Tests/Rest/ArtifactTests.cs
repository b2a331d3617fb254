using System.Net;
using System.Net.Http.Headers;
using FLChain.Core.Ledger;
using FLChain.Cryptography.Envelopes;
using FLChain.Gateway.Tests.World;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Market;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Storing and fetching the encrypted model, also through the SDK.</summary>
public sealed class ArtifactTests(GatewayWorld world)
{
    private static readonly string Place = $"/v1/models/{GatewayWorld.Fid}/artifact";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StoredByAMember_IsFetchedByBuyersWholeAndInParts()
    {
        var (digest, bytes) = await StoreAsync();
        await BuyAsync(world.Alice);
        Assert.Equal(bytes, await new GatewayArtifactStore(world.Alice, GatewayWorld.Fid).GetAsync(digest, bytes.Length, Stop));
        Assert.Equal(bytes, await new GatewayArtifactStore(world.Trainer, GatewayWorld.Fid).GetAsync(digest, bytes.Length, Stop));

        using var request = new HttpRequestMessage(HttpMethod.Get, Place) { Headers = { Range = new RangeHeaderValue(10, 19) } };
        using var part = await world.Alice.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[10..20], await part.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal($"\"{digest}\"", part.Headers.ETag?.Tag);
        using var beyond = new HttpRequestMessage(HttpMethod.Get, Place) { Headers = { Range = new RangeHeaderValue(bytes.Length, null) } };
        using var refused = await world.Alice.SendAsync(beyond, Stop);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, refused.StatusCode);
        await Assert.ThrowsAsync<InvalidDataException>(() => new GatewayArtifactStore(world.Alice, GatewayWorld.Fid).GetAsync(digest, bytes.Length - 1, Stop));
    }

    [Fact]
    public async Task Fetch_ByWhoHasNotBought_IsRefused()
    {
        await StoreAsync();
        var name = world.NewName("hans");
        world.AddUser(name, Gateway.Users.Role.Buyer, world.Issue(name));
        foreach (var client in new[] { world.Client(name), world.Auditor, world.Admin }) await client.AssertGetProblemAsync(Place, HttpStatusCode.Forbidden, "GW0003");
        await world.Alice.AssertGetProblemAsync("/v1/models/flm-nothing/artifact", HttpStatusCode.NotFound, "GW0004");
    }

    [Fact]
    public async Task Store_ByWhoIsNoMember_IsRefused()
    {
        var (digest, bytes) = await StoreAsync();
        var name = world.NewName("ida");
        world.AddUser(name, Gateway.Users.Role.Trainer, world.Issue(name));
        using var refused = await PutAsync(world.Client(name), digest, bytes);
        await refused.AssertProblemAsync(HttpStatusCode.Forbidden, "GW0003");
    }

    [Fact]
    public async Task Store_AnotherThanTheAttestedOne_IsRefused()
    {
        byte[] other = [1, 2, 3];
        using (var refused = await PutAsync(world.Trainer, Naming.Digest(other), other)) await refused.AssertProblemAsync(HttpStatusCode.Conflict, "GW0001");
        using (var malformed = await PutAsync(world.Trainer, "xyz", other)) await malformed.AssertProblemAsync(HttpStatusCode.BadRequest, "GW0001");
        var artifact = (await world.Federation.Ledger.ModelAsync(GatewayWorld.Fid, Stop)).Artifact!;
        using var tooLong = await PutAsync(world.Trainer, artifact.Digest, new byte[artifact.Bytes + 1]);
        Assert.True(tooLong.StatusCode is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.NoContent, $"{tooLong.StatusCode}");
    }

    private async Task<(string Digest, byte[] Bytes)> StoreAsync()
    {
        var artifact = (await world.Federation.Ledger.ModelAsync(GatewayWorld.Fid, Stop)).Artifact!;
        var folder = TrainerOptions.Load(world.Federation.Members[0].OptionsFile).Artifacts!;
        var bytes = await folder.GetAsync(artifact.Digest, artifact.Bytes, Stop) ?? throw new InvalidOperationException("the federation stored nothing");
        await new GatewayArtifactStore(world.Trainer, GatewayWorld.Fid).PutAsync(artifact.Digest, bytes, Stop);
        return (artifact.Digest, bytes);
    }

    private static async Task BuyAsync(HttpClient buyer)
    {
        using var key = EnvelopeKey.Generate();
        await buyer.PostOkAsync($"/v1/models/{GatewayWorld.Fid}/purchases", new { buyerKey = key.PublicKey, maxPrice = 5_000 });
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string digest, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        return await client.PutAsync(new Uri($"/v1/models/{GatewayWorld.Fid}/artifacts/{digest}", UriKind.Relative), content, Stop);
    }
}
