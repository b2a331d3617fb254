using FLChain.Cli.Consortium;
using FLChain.Core.Errors;
using FLChain.Fabric.Client;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.Cli.Demo;

/// <summary>Where the story is played: an embedded consortium of its own, or a consortium that runs already.</summary>
internal sealed class DemoStage : IAsyncDisposable
{
    private readonly EmbeddedConsortium? _embedded;

    private DemoStage(EmbeddedConsortium? embedded, OptionsFiles files, IReadOnlyList<string> trainers, string authorityMsp, ulong? payloadBlocksToLive)
    {
        _embedded = embedded;
        Files = files;
        Trainers = trainers;
        AuthorityMsp = authorityMsp;
        PayloadBlocksToLive = payloadBlocksToLive;
    }

    public OptionsFiles Files { get; }

    /// <summary>The embedded consortium; null where the story is played on another.</summary>
    public EmbeddedConsortium? Embedded => _embedded;

    /// <summary>Options files of the trainers that take part.</summary>
    public IReadOnlyList<string> Trainers { get; }

    public string AuthorityMsp { get; }

    /// <summary>What the channel promises of payloads; null when it is not known here.</summary>
    public ulong? PayloadBlocksToLive { get; }

    public static async Task<DemoStage> EmbedAsync(string folder, int trainers, CancellationToken cancellationToken)
    {
        var consortium = await EmbeddedConsortium.StartAsync(new EmbeddedConsortiumOptions { Directory = folder, Trainers = trainers }, cancellationToken);
        // The embedded consortium keeps payloads for ever, so one that is missing was withheld.
        return new DemoStage(consortium, consortium.Files, consortium.Files.Trainers, EmbeddedConsortium.AuthorityMsp, 0);
    }

    /// <param name="folder">The parties' folder, see <see cref="OptionsFiles.Open"/>.</param>
    /// <param name="trainers">How many of its trainers take part, from the first on.</param>
    /// <exception cref="InvalidDataException">The folder lacks a party.</exception>
    /// <exception cref="UsageException">It has fewer trainers.</exception>
    public static DemoStage Open(string folder, int trainers)
    {
        var files = OptionsFiles.Open(folder);
        if (files.Trainers.Count < trainers)
            throw new UsageException($"--trainers is at most {files.Trainers.Count}, the trainers in '{folder}', not {trainers}");
        var authority = ConnectionProfile.Load(Path.Combine(Path.GetDirectoryName(files.Authority)!, "profile.json"));
        return new DemoStage(null, files, [.. files.Trainers.Take(trainers)], authority.Identity!.MspId, null);
    }

    /// <summary>The same, with trainers who have taken part in nothing yet: what a cheat comes to is counted from nothing.</summary>
    /// <inheritdoc cref="Open"/>
    /// <exception cref="LedgerException">The ledger could not be read.</exception>
    public static async Task<DemoStage> OpenWithNewcomersAsync(string folder, int trainers, CancellationToken cancellationToken)
    {
        var all = Open(folder, trainers);
        await using var ledger = LedgerClient.Connect(all.Files.AuditorProfile);
        var newcomers = new List<string>();
        foreach (var file in all.Files.Trainers)
        {
            if (newcomers.Count == trainers) break;
            if (!await IsRegisteredAsync(ledger, file, cancellationToken)) newcomers.Add(file);
        }

        if (newcomers.Count < trainers)
            throw new UsageException($"'{folder}' has {newcomers.Count} trainers who have taken part in nothing yet, and this takes {trainers}: start a network with more (network.sh up --trainers N)");
        return new DemoStage(null, all.Files, newcomers, all.AuthorityMsp, null);
    }

    private static async Task<bool> IsRegisteredAsync(LedgerClient ledger, string optionsFile, CancellationToken cancellationToken)
    {
        await using var trainer = Trainer.Connect(optionsFile);
        try
        {
            await ledger.TrainerAsync(trainer.DpId, cancellationToken);
            return true;
        }
        catch (LedgerException error) when (error.Is(ErrorCodes.NoTrainer))
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => _embedded?.DisposeAsync() ?? ValueTask.CompletedTask;
}
