using FLChain.Core;
using FLChain.Core.Encoding;
using FLChain.Core.Errors;
using FLChain.Core.Requests;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Gateway.Ledger;
using Microsoft.Data.Sqlite;

namespace FLChain.Gateway.Attestation;

/// <summary>
/// Gives the organization's word on the tree's root at every height that the interval divides, once, and looks at the
/// words of the others: where one differs, that is an alarm. Only the newest height is attested; what passed while the
/// gateway was down stays without this organization's word.
/// </summary>
internal sealed partial class RootAttester(LedgerIndex index, LedgerAccess ledger, RootAlarms alarms, bool attests, ILogger<RootAttester> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    // Kept while the ledger has not shown it yet, so that it is not given twice.
    private int _given = -1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = index.Changed.Next;
            try
            {
                foreach (var alarm in alarms.Look(index)) Disagreement(logger, alarm);
                if (attests && Due() is { } due) await AttestAsync(due, stoppingToken);
                await next.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception error) when (error is FabricException or GrpcException or SqliteException)
            {
                NotAttested(logger, error.Message);
                await Task.Delay(RetryDelay, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>What is to be attested now; null when the newest height has this organization's word.</summary>
    private AttestRoot? Due()
    {
        var newest = index.Views.Newest.Blocks;
        if (newest == 0) return null;
        var interval = index.Options.AttestationInterval;
        var block = (newest - 1) / interval * interval;
        if (block == 0 || (int)block <= _given) return null;
        using var session = index.Read();
        if (session.Find<RootRecord>(Keys.Root((int)block, ledger.ServiceMsp)) is not null) return null;
        return session.FindRoot((long)block) is { } own ? new AttestRoot((int)block, own.Root, own.Leaves) : null;
    }

    private async Task AttestAsync(AttestRoot due, CancellationToken cancellationToken)
    {
        try
        {
            await ledger.Service.GetContract(ledger.Chaincode, TransactionNames.Registry.Contract)
                .SubmitAsync(TransactionNames.Registry.AttestRoot, [CanonicalJson.Encode(due)], cancellationToken: cancellationToken);
        }
        catch (EndorseException refused) when (LedgerError.Find(refused.ChaincodeMessage ?? refused.Message)?.Code == ErrorCodes.AlreadyAttested)
        {
            // Another gateway of the organization was faster.
        }

        _given = due.Height;
    }

    [LoggerMessage(2201, LogLevel.Error, "Organizations disagree on the root at block {Block}")]
    private static partial void Disagreement(ILogger logger, int block);

    [LoggerMessage(2202, LogLevel.Warning, "The root was not attested: {Reason}")]
    private static partial void NotAttested(ILogger logger, string reason);
}
