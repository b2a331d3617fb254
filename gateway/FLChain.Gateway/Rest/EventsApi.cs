using System.Globalization;
using System.Text;
using FLChain.Gateway.Hosting;

namespace FLChain.Gateway.Rest;

/// <summary>
/// The contracts' events as server-sent events. An event's id is its place on the ledger (<c>block.position</c>): a
/// browser sends the last one back as <c>Last-Event-ID</c> and misses nothing; others name a place as <c>after</c>.
/// </summary>
internal static class EventsApi
{
    private const int Batch = 100;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void Map(RouteGroupBuilder v1) =>
        v1.MapGet("/events", StreamAsync).WithTags("Events").WithName("StreamEvents").ForTheMarket()
            .WithSummary("Events as they happen, from the newest block on or after a place").WithDescription("after: block.position, or -1.0 for the very first event. fid: events of one model only.")
            .Produces(200, contentType: "text/event-stream").ProducesProblem(400).ProducesProblem(429);

    private static async Task StreamAsync(
        HttpContext context, LedgerIndex index, EventStreams streams, TimeProvider time, IHostApplicationLifetime lifetime, string? after, string? fid)
    {
        var (block, position) = Place(after ?? context.Request.Headers["Last-Event-ID"].ToString(), index);
        using var counted = streams.Enter(RateLimits.Caller(context));
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await context.Response.StartAsync(ending.Token);
        try
        {
            var written = time.GetTimestamp();
            while (!ending.IsCancellationRequested)
            {
                var next = index.Changed.Next;
                foreach (var happened in Read(index, block, position))
                {
                    (block, position) = (happened.Block, happened.Position);
                    next = Task.CompletedTask;
                    if (fid is not null && !IsOf(happened, fid)) continue;
                    await WriteAsync(context.Response, happened, ending.Token);
                    written = time.GetTimestamp();
                }

                // Proxies cut what is silent: also when blocks come in, but none that this reader wants.
                if (time.GetElapsedTime(written) >= Heartbeat)
                {
                    await context.Response.WriteAsync(": still here\n\n", ending.Token);
                    written = time.GetTimestamp();
                }

                await context.Response.Body.FlushAsync(ending.Token);
                var rest = Heartbeat - time.GetElapsedTime(written);
                if (rest > TimeSpan.Zero) await next.WaitAsync(rest, time, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader left, or the gateway stops: it comes back with the last id it saw.
        }
    }

    private static IReadOnlyList<EventEntry> Read(LedgerIndex index, long block, int position)
    {
        using var session = index.Read();
        return session.EventsAfter(block, position, Batch);
    }

    private static Task WriteAsync(HttpResponse response, EventEntry happened, CancellationToken cancellationToken)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"id: {happened.Block}.{happened.Position}\n")
            .Append(CultureInfo.InvariantCulture, $"event: {happened.Name.ReplaceLineEndings(" ")}\n")
            .Append(CultureInfo.InvariantCulture, $"data: {{\"tx\":\"{happened.Tx}\",\"block\":{happened.Block},\"at\":{happened.At},\"what\":{What(happened)}}}\n\n");
        return response.WriteAsync(text.ToString(), cancellationToken);
    }

    // Canonical JSON has no line breaks; anything else is not passed on.
    private static string What(EventEntry happened) => Decode(happened) is null ? "null" : Encoding.UTF8.GetString(happened.Payload);

    private static bool IsOf(EventEntry happened, string fid) => Decode(happened)?.Fid == fid;

    private static Core.Events.LedgerEvent? Decode(EventEntry happened)
    {
        try
        {
            return Core.Encoding.CanonicalJson.Decode<Core.Events.LedgerEvent>(happened.Payload);
        }
        catch (Core.Encoding.CanonicalFormatException)
        {
            return null;
        }
    }

    private static (long Block, int Position) Place(string text, LedgerIndex index)
    {
        if (text.Length == 0) return ((long)index.Height.Blocks - 1, int.MaxValue);
        var parts = text.Split('.');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var block) && block >= -1
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? (block, position)
            : throw Problem.BadRequest("a place on the ledger is block.position");
    }
}
