using System.Security.Cryptography;
using FLChain.Core.Money;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.Masking;
using FLChain.Laboratory.Cheats;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Authority;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Market;
using FLChain.TrainerSdk.Progress;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Scenes;

/// <summary>
/// One federation of four trainers in which somebody cheats, played over the wire of whatever consortium stands behind
/// the options files. Short keys, two iterations, a model of 15 parameters: nothing about misbehavior depends on size. Its
/// policy has no clock skew: all members run here, under one clock, and nobody waits for what cannot be.
/// </summary>
internal sealed class Scene : IAsyncDisposable
{
    public const int Trainers = 4;
    public const int Threshold = 3;
    public const int Iterations = 2;
    public const int ModulusBits = 512;
    public const long TrainerFunds = 2_000_000;

    /// <summary>Place of who cheats, when a trainer does.</summary>
    public const int CheaterPlace = Trainers - 1;

    /// <summary>Place of who accuses before judges.</summary>
    public const int AccuserPlace = 0;

    private readonly Action<string> _note;

    private Scene(SceneFiles files, Cheat cheat, string masking, IProgress<TrainingEvent>? progress, Action<string> note)
    {
        _note = note;
        Authority = AuthorityOffice.Connect(SceneTrainer.Options(files.Authority, cheat.AuthorityConduct, progress));
        Members =
        [
            .. files.Trainers.Take(Trainers).Select((file, place) => new SceneTrainer(file, place, place == CheaterPlace ? cheat.CreateConduct() : Conduct.Honest, progress)),
        ];
        Buyer = Buyer.Connect(SceneTrainer.Options(files.Buyer, Conduct.Honest, progress));
        Ledger = LedgerClient.Connect(files.AuditorProfile);
        BuyerOptions = files.Buyer;
        CheaterOptions = files.Trainers[CheaterPlace];
        AccuserProfile = TrainerOptions.Load(files.Trainers[AccuserPlace]).Profile;
        AuthorityKeyFile = Path.Combine(TrainerOptions.Load(files.Authority).StateDirectory, "encryption-key.pem");
        BuyerFunds = cheat.BuyerFunds;
        Policy = cheat.ChangePolicy(Policy.Default(Authority.MspId, Authority.EncryptionKey) with { MinModulusBits = ModulusBits, ClockSkewSeconds = 0 });
        Terms = cheat.ChangeTerms(SceneTrainer.TermsOf(Trainers, Threshold, Iterations) with
        {
            Masking = masking,
            ModulusBits = ModulusBits,
            // Nothing honest takes this long; who waits for somebody that was expelled waits for a part of it.
            GradientSeconds = 8,
            AggregateSeconds = 6,
            ShareSeconds = 9,
        });
    }

    /// <summary>The model: a new one for each scene, so that one ledger can hold many.</summary>
    public string Fid { get; } = $"lab-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";

    /// <summary>What each account held before the scene.</summary>
    public Dictionary<string, long> Before { get; } = new(StringComparer.Ordinal);

    public AuthorityOffice Authority { get; }

    public IReadOnlyList<SceneTrainer> Members { get; }

    public SceneTrainer Cheater => Members[CheaterPlace];

    public IEnumerable<SceneTrainer> Honest => Members.Where(member => member != Cheater);

    public Buyer Buyer { get; }

    public string BuyerOptions { get; }

    /// <summary>Options of the trainer who cheats.</summary>
    public string CheaterOptions { get; }

    /// <summary>Connection profile of the honest trainer who accuses before judges.</summary>
    public string AccuserProfile { get; }

    /// <summary>The authority's own key, which judges while the policy names no judges.</summary>
    public string AuthorityKeyFile { get; }

    /// <summary>The ledger as an auditor sees it.</summary>
    public LedgerClient Ledger { get; }

    public Policy Policy { get; }

    /// <summary>What the buyer began with.</summary>
    public long BuyerFunds { get; }

    public Terms Terms { get; }

    /// <inheritdoc cref="PlayAsync(SceneFiles, Cheat, string, IProgress{TrainingEvent}, Action{string}, CancellationToken)"/>
    /// <remarks>Under the paper's masking, which suits so small a model.</remarks>
    public static Task<SceneResult> PlayAsync(
        SceneFiles files, Cheat cheat, IProgress<TrainingEvent>? progress, Action<string> note, CancellationToken cancellationToken) =>
        PlayAsync(files, cheat, PaillierMasking.SchemeName, progress, note, cancellationToken);

    /// <summary>Plays a cheat from the first block to the settlement.</summary>
    /// <param name="files">The consortium, with four trainers who have taken part in nothing yet.</param>
    /// <param name="cheat">What is played.</param>
    /// <param name="masking">Name of the masking scheme.</param>
    /// <param name="progress">Hears of every step of the trainers.</param>
    /// <param name="note">Hears of what happens in the scene, in words.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<SceneResult> PlayAsync(
        SceneFiles files, Cheat cheat, string masking, IProgress<TrainingEvent>? progress, Action<string> note, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var scene = new Scene(files, cheat, masking, progress, note);
        var earlier = await scene.Authority.PolicyAsync(cancellationToken);
        await scene.OpenAsync(cancellationToken);
        var dealing = UntilOverAsync(scene.Authority.ServeAsync(ending.Token));
        try
        {
            var scripts = scene.Members.Select(member => member.RunAsync(scene.Fid, ending.Token)).ToArray();
            await cheat.DuringAsync(scene, cancellationToken);
            await Task.WhenAll(scripts);
            await cheat.AfterAsync(scene, cancellationToken);
            return await SceneResult.ReadAsync(scene, cheat, cancellationToken);
        }
        finally
        {
            await ending.CancelAsync();
            await dealing;
            // On a consortium that runs already, its own policy holds again: no short keys outside of the play.
            if (earlier is not null) await scene.Authority.SetPolicyAsync(earlier, CancellationToken.None);
        }
    }

    /// <summary>Tells whoever watches.</summary>
    public void Note(string text) => _note(text);

    /// <summary>Waits until something is so on the ledger.</summary>
    public Task<T> UntilAsync<T>(Func<CancellationToken, Task<T?>> look, CancellationToken cancellationToken)
        where T : class => Ledger.Signals.UntilAsync(Fid, look, cancellationToken);

    /// <summary>A purchase with the sellers that are named, received or refunded.</summary>
    public async Task<PurchaseRecord> TradeAsync(IEnumerable<SceneTrainer> sellers, CancellationToken cancellationToken)
    {
        var purchase = await Buyer.PurchaseAsync(Fid, SceneTrainer.Price, cancellationToken);
        return await DeliverAsync(purchase, sellers, cancellationToken);
    }

    /// <summary>The named sellers deliver until the buyer has received or was refunded.</summary>
    public async Task<PurchaseRecord> DeliverAsync(PurchaseRecord purchase, IEnumerable<SceneTrainer> sellers, CancellationToken cancellationToken)
    {
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var selling = Task.WhenAll(sellers.Select(seller => seller.SellAsync(closing.Token)));
        var received = await Buyer.ReceiveAsync(purchase, cancellationToken);
        Note(received is null ? "the buyer could not open what was delivered: disputed and refunded" : $"the buyer opened {received.File.Length:N0} bytes and confirmed");
        await closing.CancelAsync();
        await selling;
        return await Ledger.PurchaseAsync(Fid, purchase.PurchaseId, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Members) await member.DisposeAsync();
        await Buyer.DisposeAsync();
        await Authority.DisposeAsync();
        await Ledger.DisposeAsync();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await Authority.SetPolicyAsync(Policy, cancellationToken);
        foreach (var member in Members)
        {
            Before[AccountName.Party(member.DpId)] = await HeldAsync(member.DpId, cancellationToken);
            await Authority.MintAsync(member.DpId, TrainerFunds, $"{Fid}-{member.Name}", cancellationToken);
        }

        Before[AccountName.Party(Buyer.PartyId)] = await HeldAsync(Buyer.PartyId, cancellationToken);
        await Authority.MintAsync(Buyer.PartyId, BuyerFunds, $"{Fid}-buyer", cancellationToken);

        foreach (var account in (string[])[AccountName.Public, AccountName.Authority])
            Before[account] = (await Ledger.AccountAsync(account, cancellationToken)).Balance;
        await Task.WhenAll(Members.Select(member => member.RegisterAsync(cancellationToken)));
        await Members[0].PublishAsync(
            new PublishModel(
                Fid, "Laboratory", "Played to see what misbehavior comes to", "classification", "none", Terms,
                DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds()),
            cancellationToken);
    }

    private async Task<long> HeldAsync(string party, CancellationToken cancellationToken)
    {
        var account = await Ledger.AccountAsync(AccountName.Party(party), cancellationToken);
        return account.Balance + account.Deposit;
    }

    private static async Task UntilOverAsync(Task service)
    {
        try
        {
            await service;
        }
        catch (OperationCanceledException)
        {
            // The scene is over.
        }
    }
}
