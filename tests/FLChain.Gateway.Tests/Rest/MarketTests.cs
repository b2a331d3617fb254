using System.Net;
using System.Net.Http.Headers;
using FLChain.Core.Merkle;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Reading models, trainers, policy and status.</summary>
public sealed class MarketTests(GatewayWorld world)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Models_TheSoldOne_IsListedWithItsPlace()
    {
        var item = Assert.Single((await world.Alice.GetOkAsync("/v1/models?status=onsale&stage=finished&search=TEST")).Items());
        Assert.Equal(GatewayWorld.Fid, item.GetProperty("record").Text("fid"));
        Assert.Matches("^[0-9a-f]{64}$", item.Text("tx"));
        var block = await world.Alice.GetOkAsync($"/v1/audit/blocks/{item.GetProperty("block").GetInt64()}");
        Assert.Contains(block.GetProperty("transactions").EnumerateArray(), transaction => transaction.Text("id") == item.Text("tx"));
        Assert.Empty((await world.Alice.GetOkAsync("/v1/models?search=te%25t")).Items());
        Assert.Empty((await world.Alice.GetOkAsync("/v1/models?stage=halted")).Items());
    }

    [Theory]
    [InlineData("/v1/models?limit=0")]
    [InlineData("/v1/models?limit=201")]
    [InlineData("/v1/models?limit=x")]
    [InlineData("/v1/models?status=Onsale")]
    [InlineData("/v1/models?status=1")]
    [InlineData("/v1/models?stage=sold")]
    [InlineData("/v1/models?sort=fid")]
    [InlineData("/v1/models?search=a%00")]
    [InlineData("/v1/trainers?search=%00")]
    [InlineData("/v1/models?search=a%0Ab")]
    [InlineData("/v1/models?cursor=***")]
    [InlineData("/v1/models?cursor=WyJ4Il0")]
    [InlineData("/v1/models?cursor=WyJ4IiwieSJd")]
    [InlineData("/v1/trainers?available=maybe")]
    [InlineData("/v1/trainers?sort=price")]
    [InlineData("/v1/policy/versions?cursor=WyJ4IiwieSJd")]
    [InlineData("/v1/audit/blocks?cursor=WyJ4Il0")]
    [InlineData("/v1/events?after=here")]
    public async Task Lists_MalformedQuery_IsABadRequest(string path) => await world.Alice.AssertGetProblemAsync(path, HttpStatusCode.BadRequest, "GW0001");

    [Theory]
    [InlineData("/v1/models/flm-none")]
    [InlineData("/v1/models/NOT-A-FID")]
    [InlineData("/v1/models/flm-none/versions")]
    [InlineData("/v1/models/flm-none/training")]
    [InlineData("/v1/models/flm-none/intentions")]
    [InlineData("/v1/models/flm-none/evaluations")]
    [InlineData("/v1/trainers/00")]
    [InlineData("/v1/trainers/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("/v1/audit/blocks/1000000")]
    [InlineData("/v1/audit/transactions/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("/v1/audit/iterations/flm-test/99")]
    [InlineData("/v1/audit/proofs/models/flm-test?block=1000000")]
    [InlineData("/v1/status/NOT-A-FID")]
    public async Task One_ThatIsNotThere_IsNotFound(string path) => await world.Alice.AssertGetProblemAsync(path, HttpStatusCode.NotFound, "GW0004");

    [Fact]
    public async Task Model_KnownVersion_IsNotSentAgain()
    {
        using var first = await world.Alice.GetAsync("/v1/policy", Stop);
        var tag = Assert.IsType<EntityTagHeaderValue>(first.Headers.ETag);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/policy") { Headers = { { "If-None-Match", tag.ToString() } } };
        using var second = await world.Alice.SendAsync(request, Stop);
        Assert.Equal((HttpStatusCode.NotModified, 0), (second.StatusCode, (await second.Content.ReadAsByteArrayAsync(Stop)).Length));
        using var other = new HttpRequestMessage(HttpMethod.Get, "/v1/policy") { Headers = { { "If-None-Match", "W/\"other\"" } } };
        using var third = await world.Alice.SendAsync(other, Stop);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task Model_VersionsAndTraining_TellItsHistory()
    {
        var versions = (await world.Alice.GetOkAsync($"/v1/models/{GatewayWorld.Fid}/versions?limit=2")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["finished", "training"], versions.Select(version => version.GetProperty("record").Text("stage")).Take(2).Order());
        var training = await world.Alice.GetOkAsync($"/v1/models/{GatewayWorld.Fid}/training");
        Assert.Equal([2, 1, 0], training.Items().Select(item => item.GetProperty("round").GetProperty("record").GetProperty("iteration").GetInt32()));
        Assert.Equal(training.Items().First().GetProperty("leader").GetProperty("record").Text("leader"), training.Items().First().GetProperty("round").GetProperty("record").Text("leader"));
        var stated = training.Items().Single(item => item.GetProperty("round").GetProperty("record").GetProperty("iteration").GetInt32() == 1).GetProperty("accuracies");
        Assert.Equal(
            world.Federation.Members.OrderBy(member => member.DpId, StringComparer.Ordinal).Select(member => (member.DpId, 500_000 + (100_000 * member.Place))),
            stated.EnumerateArray().Select(accuracy => (accuracy.Text("dpId"), accuracy.GetProperty("accuracy").GetInt32())));
        var iteration = await world.Alice.GetOkAsync($"/v1/audit/iterations/{GatewayWorld.Fid}/1");
        Assert.Equal(3, iteration.GetProperty("gradients").GetArrayLength());
        Assert.True(iteration.GetProperty("shares").GetArrayLength() >= 2);
    }

    [Fact]
    public async Task Trainers_Pages_HoldEachOnce()
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await world.Alice.GetOkAsync($"/v1/trainers?limit=1&sort=samples&cursor={cursor}");
            seen.AddRange(page.Items().Select(item => item.GetProperty("record").Text("dpId")));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        // The members say 1,000, 1,001 and 1,002 samples.
        Assert.Equal(world.Federation.Members.Select(member => member.DpId), seen);
        var dpId = seen[0];
        Assert.Equal(dpId, (await world.Alice.GetOkAsync($"/v1/trainers/{dpId}")).GetProperty("record").Text("dpId"));
        Assert.Equal(GatewayWorld.Fid, Assert.Single((await world.Alice.GetOkAsync($"/v1/trainers/{dpId}/federations")).Items()).GetProperty("record").Text("fid"));
        Assert.True((await world.Alice.GetOkAsync($"/v1/trainers/{dpId}/versions")).Items().Count() >= 2);
    }

    [Fact]
    public async Task Status_OfModels_IsTheFiltersAndIsCounted()
    {
        var before = (await world.Alice.GetOkAsync("/v1/status")).GetProperty("filter").GetProperty("asked").GetInt64();
        var sold = await world.Alice.GetOkAsync($"/v1/status/{GatewayWorld.Fid}");
        Assert.Equal(("onSale", "onsale", false), (sold.Text("filter"), sold.Text("status"), sold.GetProperty("lookedUp").GetBoolean()));
        var none = await world.Alice.GetOkAsync("/v1/status/flm-nothing");
        Assert.Equal(("neither", false), (none.Text("filter"), none.TryGetProperty("status", out _)));
        var after = await world.Alice.GetOkAsync("/v1/status");
        Assert.True(after.GetProperty("filter").GetProperty("asked").GetInt64() >= before + 2);
        Assert.Equal(0, after.GetProperty("filter").GetProperty("wrongYes").GetInt64());
        Assert.True(after.GetProperty("index").GetProperty("blocks").GetInt64() > 10);
    }

    [Fact]
    public async Task Proofs_AreCheckedByWhoeverGetsThem()
    {
        var model = await world.Alice.GetOkAsync($"/v1/audit/proofs/models/{GatewayWorld.Fid}");
        var root = Convert.FromHexString(model.Text("root"));
        var proof = model.GetProperty("proof").GetBytesFromBase64();
        var record = System.Text.Encoding.UTF8.GetBytes(model.Text("record"));
        Assert.Equal(MerkleVerdict.Valid, MerkleProofEncoding.VerifyPresent(proof, root, Core.Ledger.Keys.Model(GatewayWorld.Fid), record));
        var models = (await world.Alice.GetOkAsync("/v1/models?limit=200")).Items().Count();
        var trainers = (await world.Alice.GetOkAsync("/v1/trainers?limit=200")).Items().Count();
        Assert.Equal(models + trainers, model.GetProperty("leaves").GetInt32());

        var absent = await world.Alice.GetOkAsync("/v1/audit/proofs/models/flm-nothing");
        Assert.False(absent.TryGetProperty("record", out _));
        Assert.Equal(MerkleVerdict.Valid, MerkleProofEncoding.VerifyAbsent(
            absent.GetProperty("proof").GetBytesFromBase64(), Convert.FromHexString(absent.Text("root")), Core.Ledger.Keys.Model("flm-nothing")));

        // Before anything was registered the tree was empty.
        var early = await world.Alice.GetOkAsync($"/v1/audit/proofs/models/{GatewayWorld.Fid}?block=0");
        Assert.Equal((0, false), (early.GetProperty("leaves").GetInt32(), early.TryGetProperty("record", out _)));
        var trainer = await world.Alice.GetOkAsync($"/v1/audit/proofs/trainers/{world.Federation.Members[0].DpId}");
        Assert.Equal(MerkleVerdict.Valid, MerkleProofEncoding.VerifyPresent(
            trainer.GetProperty("proof").GetBytesFromBase64(), Convert.FromHexString(trainer.Text("root")), trainer.Text("key"), System.Text.Encoding.UTF8.GetBytes(trainer.Text("record"))));
    }

    [Fact]
    public async Task Conservation_AndTheContractsOwn_Agree()
    {
        await world.CaughtUpAsync();
        var figures = await world.Auditor.GetOkAsync("/v1/audit/conservation");
        Assert.True(figures.GetProperty("conserved").GetBoolean());
        var own = await world.Federation.AssertConservedAsync();
        Assert.True(figures.GetProperty("minted").GetInt64() > 0 && figures.GetProperty("minted").GetInt64() <= own.Minted);
    }

    [Fact]
    public async Task Events_FromAPlaceOn_ComeInOrderAndCanBeResumed()
    {
        var first = await ReadEventsAsync("/v1/events?after=-1.0", null, 5);
        Assert.Equal(first.Order(Places.Order), first);
        var resumed = await ReadEventsAsync("/v1/events", first[2], 2);
        Assert.Equal(first.Skip(3), resumed);
    }

    [Fact]
    public async Task Events_OfOneModel_AreItsAlone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/events?after=-1.0&fid={GatewayWorld.Fid}");
        using var answer = await world.Alice.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        for (var seen = 0; seen < 5;)
        {
            var line = await reader.ReadLineAsync(Stop);
            if (!line!.StartsWith("data: ", StringComparison.Ordinal)) continue;
            Assert.Contains($"\"fid\":\"{GatewayWorld.Fid}\"", line, StringComparison.Ordinal);
            seen++;
        }
    }

    [Fact]
    public async Task Health_LiveAndReady()
    {
        foreach (var path in new[] { "/health/live", "/health/ready" })
        {
            using var answer = await world.Anyone.GetAsync(path, Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private async Task<List<string>> ReadEventsAsync(string path, string? last, int count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (last is not null) request.Headers.Add("Last-Event-ID", last);
        using var answer = await world.Alice.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        var ids = new List<string>();
        while (ids.Count < count)
            if (await reader.ReadLineAsync(Stop) is { } line && line.StartsWith("id: ", StringComparison.Ordinal))
                ids.Add(line[4..]);
        return ids;
    }

    private static class Places
    {
        public static readonly Comparer<string> Order = Comparer<string>.Create((one, two) => Of(one).CompareTo(Of(two)));

        private static (long, int) Of(string id) => (long.Parse(id.Split('.')[0]), int.Parse(id.Split('.')[1]));
    }
}
