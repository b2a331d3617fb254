using System.Net;
using System.Text.Json;
using FLChain.Core.Ledger;
using FLChain.Cryptography.Envelopes;
using FLChain.Gateway.Tests.World;
using FLChain.Gateway.Users;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.State;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Challenged shares and the dispute of an impossible sum, in the order in which they can happen.</summary>
public sealed class DisputeTests(DisputedWorld world) : IClassFixture<DisputedWorld>
{
    private const string Place = "/v1/disputes/flm-test/1";
    private const int OpeningSeconds = 12;

    /// <summary>Operations that are tried here, and not with all others.</summary>
    internal static readonly string[] Operations = ["AnswerChallenge", "SettleChallenge", "OpenDispute", "GetDispute", "SubmitOpening", "ConvictOpening", "ExpireDispute"];

    [Fact]
    public async Task ChallengesAndDispute_FromTheReportToTheEnd()
    {
        var (one, other) = (world.Shares[0], world.Shares[1]);
        await AnswerAsync(one, ClientOf(other.DpId));
        var unanswered = await new OperationStage(world).UnderAsync(policy => policy with { OpeningSeconds = 1 }, () => ChallengeAsync(other, ClientOf(one.DpId)));
        var overdue = OperationStage.DeadlineAsync();

        await world.Federation.Authority.SetPolicyAsync(await new OperationStage(world).PolicyAsync() with { OpeningSeconds = OpeningSeconds }, TestContext.Current.CancellationToken);
        var opened = await OpenAsync();
        var envelope = await SubmitCulpritsSeedAsync(opened.GetProperty("authority").GetBytesFromBase64());
        await ConvictAsync(envelope);
        await overdue;
        await SucceedAsync("SettleChallenge", new SampleRequest(world.Bob, unanswered + "/settlement"));

        var wait = DateTimeOffset.FromUnixTimeMilliseconds(opened.GetProperty("deadline").GetInt64()) - DateTimeOffset.UtcNow + TimeSpan.FromSeconds(1);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, TestContext.Current.CancellationToken);
        var ended = await SucceedAsync("ExpireDispute", new SampleRequest(world.Bob, Place + "/expiry"));
        Assert.Equal(("convicted", 3), (ended.GetProperty("result").Text("state"), ended.GetProperty("result").GetProperty("culprits").GetArrayLength()));
        Assert.Equal("halted", (await world.Alice.GetOkAsync("/v1/models/flm-test")).GetProperty("model").GetProperty("record").Text("stage"));
        var faults = (await world.Alice.GetOkAsync("/v1/models/flm-test/faults")).Items().Select(fault => fault.GetProperty("record").Text("kind")).Order();
        Assert.Equal(["absurdGradient", "incorrectShare", "withheldSeed", "withheldSeed"], faults);
    }

    private async Task AnswerAsync(HeldShare challenged, HttpClient reporter)
    {
        var place = await ChallengeAsync(challenged, reporter);
        using (var refused = await reporter.PostAsync(place + "/answer", new { key = challenged.Key }, world.NewName("key"))) await refused.AssertProblemAsync(HttpStatusCode.Forbidden, "GW0003");
        var answered = await SucceedAsync("AnswerChallenge", new SampleRequest(ClientOf(challenged.DpId), place + "/answer", new { key = challenged.Key }));
        Assert.Equal("answered", answered.GetProperty("result").Text("state"));
    }

    private static async Task<string> ChallengeAsync(HeldShare challenged, HttpClient reporter)
    {
        var made = await reporter.PostOkAsync(
            "/v1/reports", new { kind = "incorrectShare", fid = GatewayWorld.Fid, iteration = 1, accused = challenged.DpId, opening = new byte[SymmetricKey.LengthBytes] });
        Assert.Equal("challenged", made.GetProperty("result").Text("state"));
        return $"/v1/reports/{made.Text("transactionId")}";
    }

    private async Task<JsonElement> OpenAsync()
    {
        var shares = world.Shares.Select(share => new { dpId = share.DpId, key = share.Key });
        var body = new { fid = GatewayWorld.Fid, iteration = 1, shares };
        await StrangerIsRefusedAsync("/v1/disputes", body);
        var opened = await SucceedAsync("OpenDispute", new SampleRequest(world.Trainer, "/v1/disputes", body));
        await SucceedAsync("GetDispute", new SampleRequest(world.Alice, Place));
        Assert.Equal("flm-test", Assert.Single((await world.Alice.GetOkAsync("/v1/disputes?open=true&fid=flm-test")).Items()).GetProperty("record").Text("fid"));
        Assert.Empty((await world.Alice.GetOkAsync("/v1/disputes?state=lapsed")).Items());
        await world.Alice.AssertGetProblemAsync("/v1/disputes/flm-test/2", HttpStatusCode.NotFound, "GW0004");
        return opened.GetProperty("result");
    }

    private async Task<byte[]> SubmitCulpritsSeedAsync(byte[] authority)
    {
        var culprit = world.Federation.Members[2];
        var seed = new FederationFolder(culprit.StateDirectory, GatewayWorld.Fid).LoadPending(1)!.Seed;
        var envelope = SealedEnvelope.Seal(authority, EnvelopeContexts.SeedOpening(GatewayWorld.Fid, 1, culprit.DpId), seed);
        await StrangerIsRefusedAsync(Place + "/openings", new { envelope });
        await SucceedAsync("SubmitOpening", new SampleRequest(world.Client("third"), Place + "/openings", new { envelope }));
        Assert.Equal(culprit.DpId, Assert.Single((await world.Alice.GetOkAsync(Place)).GetProperty("openings").EnumerateArray()).Text("author"));
        return envelope;
    }

    private async Task ConvictAsync(byte[] envelope)
    {
        using var authority = EncryptionKeyFile.Open(TrainerOptions.Load(world.Federation.Consortium.Files.Authority).StateDirectory);
        var body = new { accused = world.Federation.Members[2].DpId, opening = authority.CreateOpening(envelope) };
        var convicted = await SucceedAsync("ConvictOpening", new SampleRequest(world.Authority, Place + "/convictions", body));
        Assert.Equal(world.Federation.Members[2].DpId, Assert.Single(convicted.GetProperty("result").GetProperty("culprits").EnumerateArray()).GetString());
    }

    private async Task StrangerIsRefusedAsync(string path, object body)
    {
        var stranger = (await new OperationStage(world).NewUserAsync(Role.Trainer)).Client;
        await stranger.AssertPostProblemAsync(path, body, HttpStatusCode.Forbidden, "GW0003");
    }

    private async Task<JsonElement> SucceedAsync(string operation, SampleRequest request) =>
        JsonSerializer.Deserialize<JsonElement>(await Operation.Of(world).Single(each => each.Name == operation).SucceedAsync(request, world.NewName("key")));

    private HttpClient ClientOf(string dpId) => world.Client(world.Federation.Members.Single(member => member.DpId == dpId).Place switch { 0 => "trainer", 1 => "partner", _ => "third" });
}
