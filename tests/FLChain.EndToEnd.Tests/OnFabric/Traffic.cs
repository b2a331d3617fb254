using FLChain.Cli.Consortium;
using FLChain.Fabric.Client;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Authority;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Market;

namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>Transactions that are committed one after another while a test does something else.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Task[] _senders;
    private int _committed;

    private Traffic(OptionsFiles files) => _senders = [.. files.Trainers.Select(trainer => SendAsync(files.Authority, trainer))];

    /// <summary>How many were committed.</summary>
    public int Committed => Volatile.Read(ref _committed);

    /// <summary>Starts a sender for each trainer of a network.</summary>
    public static Traffic Start(string parties) => new(OptionsFiles.Open(parties));

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_senders);
        _ending.Dispose();
    }

    private async Task SendAsync(string authority, string file)
    {
        await using var office = AuthorityOffice.Connect(TrainerOptions.Load(authority));
        await using var trainer = Trainer.Connect(file);
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await office.MintAsync(trainer.DpId, 1, $"{Guid.NewGuid():N}", _ending.Token);
                Interlocked.Increment(ref _committed);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception error) when (error is FabricException or LedgerException)
            {
                // While services change their sequence, one or the other is endorsed by both: the next is sent.
            }
        }
    }
}
