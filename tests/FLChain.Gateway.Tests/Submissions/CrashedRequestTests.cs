using System.Net;
using System.Text;
using System.Text.Json;
using FLChain.Core.Encoding;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.Gateway.Ledger;
using FLChain.Gateway.Submissions;
using FLChain.Gateway.Tests.World;
using FLChain.Gateway.Users;
using Microsoft.Extensions.DependencyInjection;

namespace FLChain.Gateway.Tests.Submissions;

/// <summary>A request whose gateway died between signing the transaction and answering, and which is then repeated.</summary>
public sealed class CrashedRequestTests(GatewayWorld world)
{
    private static readonly string Path = $"/v1/models/{GatewayWorld.Fid}/purchases";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Repeated_AfterACrash_HasItsOneEffect(bool submittedBefore)
    {
        using var oneTime = EnvelopeKey.Generate();
        var key = Guid.NewGuid().ToString();
        var body = JsonSerializer.Serialize(new { buyerKey = oneTime.PublicKey, maxPrice = 5_000 });
        var id = await CrashAsync(key, body, new PurchaseModel(GatewayWorld.Fid, oneTime.PublicKey, 5_000), submittedBefore);

        using var answer = await SendAsync(key, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("true", Assert.Single(answer.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal(id, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.Text("transactionId"));
        Assert.Equal(1, await PurchasesWithAsync(oneTime));

        // And once more, from the answer that is kept by now.
        using var again = await SendAsync(key, body);
        Assert.Equal(await answer.Content.ReadAsStringAsync(Stop), await again.Content.ReadAsStringAsync(Stop));
        Assert.Equal(1, await PurchasesWithAsync(oneTime));
    }

    [Fact]
    public void Begin_OldAnswers_AreForgottenAndUnfinishedOnesKept()
    {
        using var folder = new TemporaryFolder();
        var database = new GatewayDatabase(folder["gateway.db"]);
        var clock = new SetClock();
        using var master = MasterKey.LoadOrCreate(folder["master.key"]);
        var log = new RequestLog(database, master, clock);
        log.Begin("a", "answered", [1]);
        log.Answered("a", "answered", 200, "text/plain", [7]);
        log.Begin("a", "unfinished", [1]);
        log.Prepared("a", "unfinished", new PreparedRequest("tx", [1], [2]));
        Assert.IsType<RequestBegin.Reused>(log.Begin("a", "answered", [2]));
        Assert.IsType<RequestBegin.Fresh>(log.Begin("b", "answered", [2]));

        clock.Now += RequestLog.Kept - TimeSpan.FromMinutes(1);
        log = new RequestLog(database, master, clock);
        Assert.Equal([7], Assert.IsType<RequestBegin.Answered>(log.Begin("a", "answered", [1])).Body);
        clock.Now += TimeSpan.FromMinutes(2);
        log.Purge();
        Assert.IsType<RequestBegin.Fresh>(log.Begin("a", "answered", [1]));
        Assert.Equal("tx", Assert.IsType<RequestBegin.Unfinished>(log.Begin("a", "unfinished", [1])).Prepared.TransactionId);
    }

    // What the gateway leaves on disk when it dies after signing, before or after submitting.
    private async Task<string> CrashAsync(string key, string body, PurchaseModel request, bool submit)
    {
        var users = world.Services.GetRequiredService<UserDirectory>();
        var ledger = world.Services.GetRequiredService<LedgerAccess>();
        var log = world.Services.GetRequiredService<RequestLog>();
        var bob = users.Find("bob")!;
        using var identity = users.OpenIdentity(bob)!;
        await using var gateway = ledger.As(bob, identity.Signer);
        var prepared = await gateway.GetNetwork(ledger.Channel).GetContract(ledger.Chaincode, "incentive")
            .NewProposal("Purchase", [CanonicalJson.Encode(request)]).EndorseAsync(Stop);
        var signature = identity.Signer.Sign(prepared.Digest);
        log.Begin("bob", key, log.Fingerprint([.. Encoding.UTF8.GetBytes($"POST\n{Path}\n"), .. Encoding.UTF8.GetBytes(body)]));
        log.Prepared("bob", key, new PreparedRequest(prepared.TransactionId, prepared.Bytes, signature));
        if (submit) await (await prepared.WithSignature(signature).SubmitAsync(Stop)).GetStatusAsync(Stop);
        return prepared.TransactionId;
    }

    private async Task<HttpResponseMessage> SendAsync(string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        return await world.Bob.SendAsync(request, Stop);
    }

    private async Task<int> PurchasesWithAsync(EnvelopeKey oneTime) => (await world.Bob.GetOkAsync("/v1/purchases?limit=200")).Items()
        .Count(item => item.GetProperty("record").GetProperty("buyerKey").GetBytesFromBase64().AsSpan().SequenceEqual(oneTime.PublicKey));

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(50);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
