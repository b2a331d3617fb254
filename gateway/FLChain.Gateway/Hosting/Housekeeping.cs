using FLChain.Gateway.Store;
using FLChain.Gateway.Submissions;
using Microsoft.Data.Sqlite;

namespace FLChain.Gateway.Hosting;

/// <summary>Gives up, every hour, what has had its time: answers of requests, and files that federations did not attest.</summary>
internal sealed partial class Housekeeping(RequestLog requests, LedgerIndex index, IModelStore store, TimeProvider time, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Does it once.</summary>
    public void Run()
    {
        requests.Purge();
        using var session = index.Read();
        foreach (var fid in store.Offered)
        {
            // A model that the index does not know yet was known when its file came: the index is being built anew.
            if (session.Find<ModelRecord>(Keys.Model(fid))?.Record is { } model && (model.Artifact is not null || model.Stage != ModelStage.Training))
                store.Settle(fid, model.Artifact?.Digest);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                Run();
            }
            catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
            {
                NotDone(logger, error.Message);
            }
        }
    }

    [LoggerMessage(2301, LogLevel.Warning, "What has had its time was not given up: {Reason}")]
    private static partial void NotDone(ILogger logger, string reason);
}
