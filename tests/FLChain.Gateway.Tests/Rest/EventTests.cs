using System.Net;
using FLChain.Core;
using FLChain.Gateway.Pages;
using FLChain.Gateway.Problems;
using FLChain.Gateway.Rest;
using FLChain.Gateway.Tests.Index;
using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Streams of events on which nothing happens, and how many there may be.</summary>
public sealed class EventTests(GatewayWorld world)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_NoBlocksComeIn_HasItsHeartbeat()
    {
        await using var gateway = await ScriptedGateway.StartAsync(world, RandomLedger.Of(5));
        await HeartbeatAsync(gateway, "/v1/events");
    }

    [Fact]
    public async Task Stream_BlocksOfOtherModelsComeIn_HasItsHeartbeat()
    {
        var chain = RandomLedger.Of(5);
        await using var gateway = await ScriptedGateway.StartAsync(world, chain);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var growing = Task.Run(
            async () =>
            {
                while (!ended.IsCancellationRequested)
                {
                    chain.Add("registry:UpdateTrainer", [TestRecords.Trainer(1)], raised: "registry.UpdateTrainer");
                    chain.Cut();
                    gateway.Ledger.Has([.. chain.Blocks]);
                    await Task.Delay(20, Stop);
                }
            },
            Stop);
        await HeartbeatAsync(gateway, "/v1/events?fid=flm-none");
        await ended.CancelAsync();
        await growing;
    }

    [Fact]
    public async Task Changed_TheLedgerIsAskedForItsHeight_DoesNotWake()
    {
        await using var gateway = await ScriptedGateway.StartAsync(world, RandomLedger.Of(5));
        var (next, asked) = (gateway.Index.Changed.Next, gateway.Index.Height.AskedAt);
        await gateway.UntilAsync(height => height.AskedAt > asked);
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task Streams_BeyondTheLimit_AreRefusedUntilOneIsClosed()
    {
        await using var gateway = await ScriptedGateway.StartAsync(world, RandomLedger.Of(5));
        var open = new List<HttpResponseMessage>();
        while (open.Count <= 100 && (open.Count == 0 || open[^1].IsSuccessStatusCode)) open.Add(await gateway.Client.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead, Stop));
        Assert.InRange(open.Count, 2, 100);
        await open[^1].AssertProblemAsync(HttpStatusCode.TooManyRequests, "GW0007");
        foreach (var answer in open) answer.Dispose();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var again = await gateway.Client.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (again.IsSuccessStatusCode) break;
        }
    }

    [Fact]
    public void Enter_BeyondTheLimits_IsRefusedUntilOneHasLeft()
    {
        var streams = new EventStreams(mostOfOne: 2, mostInAll: 3);
        var first = streams.Enter("a");
        streams.Enter("a");
        Assert.Throws<ProblemException>(() => streams.Enter("a"));
        streams.Enter("b");
        Assert.Throws<ProblemException>(() => streams.Enter("b"));
        first.Dispose();
        streams.Enter("b");
    }

    /// <summary>A browser tells its page of those events alone whose names the page's script knows.</summary>
    [Fact]
    public void LiveScript_KnowsEveryTransactionOfAModel()
    {
        using var script = new StreamReader(typeof(LivePage).Assembly.GetManifestResourceStream("assets/live.js")!);
        var text = script.ReadToEnd();
        string[] money = ["Mint", "Deposit", "Withdraw"];
        foreach (var contract in new[] { typeof(TransactionNames.Federation), typeof(TransactionNames.Training), typeof(TransactionNames.Incentive), typeof(TransactionNames.Misbehavior) })
        {
            var names = contract.GetFields().ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);
            foreach (var (name, transaction) in names.Where(each => each.Key != "Contract" && !each.Key.StartsWith("Get", StringComparison.Ordinal) && !each.Key.StartsWith("List", StringComparison.Ordinal) && !money.Contains(each.Key)))
                Assert.Contains($"'{TransactionNames.EventName(names["Contract"], transaction)}'", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task List_OfALedgerBegunAnew_HasAnotherTag()
    {
        await using var one = await ScriptedGateway.StartAsync(world, RandomLedger.Of(5, seed: 1));
        await using var other = await ScriptedGateway.StartAsync(world, RandomLedger.Of(5, seed: 2));
        using var first = await one.Client.GetAsync("/v1/models", Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { { "If-None-Match", first.Headers.ETag!.ToString() } } };
        using var second = await other.Client.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    private static async Task HeartbeatAsync(ScriptedGateway gateway, string path)
    {
        using var answer = await gateway.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        for (var beats = 0; beats < 2;)
            if (await reader.ReadLineAsync(limit.Token) == ": still here") beats++;
    }
}
