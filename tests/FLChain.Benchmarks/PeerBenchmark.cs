using FLChain.Cli.Consortium;
using FLChain.Core;
using FLChain.Core.Policies;
using FLChain.Core.Requests;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Authority;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.Benchmarks;

/// <summary>DevPeer's throughput and latency with a real transaction of the contracts (an issue of money: three reads, three writes), and with a query.</summary>
internal static class PeerBenchmark
{
    private static readonly int[] Clients = [1, 16, 64];
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(FigureTable figures, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("flchain-bench-").FullName;
        try
        {
            await using var consortium = await EmbeddedConsortium.StartAsync(new EmbeddedConsortiumOptions { Directory = folder, Trainers = 1 }, cancellationToken);
            await using (var authority = AuthorityOffice.Connect(TrainerOptions.Load(consortium.Files.Authority)))
                await authority.SetPolicyAsync(Policy.Default(authority.MspId, authority.EncryptionKey), cancellationToken);
            await using var ledger = LedgerClient.Connect(Path.Combine(Path.GetDirectoryName(consortium.Files.Authority)!, "profile.json"));
            foreach (var clients in Clients)
            {
                await SubmitAsync(ledger, $"warm-{clients}", clients, TimeSpan.FromSeconds(1), cancellationToken);
                figures.Add($"devpeer.submit.clients{clients}", "transactions", await SubmitAsync(ledger, $"run-{clients}", clients, Span, cancellationToken));
            }

            figures.Add("devpeer.evaluate.clients16", "transactions", await Load.RunAsync(16, Span, (_, _) => ledger.PolicyAsync(cancellationToken)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<Load> SubmitAsync(LedgerClient ledger, string run, int clients, TimeSpan span, CancellationToken cancellationToken) =>
        Load.RunAsync(clients, span, (client, number) => ledger.SubmitAsync(
            TransactionNames.Incentive.Contract, TransactionNames.Incentive.Mint, new Mint(PartyOf(client), 1, $"{run}-{client}-{number}"), null, cancellationToken));

    private static string PartyOf(int client) => client.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
}
