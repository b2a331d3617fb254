using FLChain.Core;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Market;

/// <summary>A buyer on the market. The one-time key of a purchase is on disk before the purchase is on the ledger, so nothing that was paid for is lost.</summary>
public sealed class Buyer : IAsyncDisposable
{
    private const string Contract = TransactionNames.Incentive.Contract;
    private readonly LedgerClient _ledger;
    private readonly IArtifactStore _artifacts;
    private readonly string _keys;

    private Buyer(LedgerClient ledger, IArtifactStore artifacts, string keys)
    {
        _ledger = ledger;
        _artifacts = artifacts;
        _keys = keys;
    }

    /// <summary>The buyer's party id.</summary>
    public string PartyId => _ledger.PartyId;

    /// <summary>Connects.</summary>
    /// <exception cref="InvalidDataException">The profile cannot be read; the message says why.</exception>
    public static Buyer Connect(TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var keys = Path.Combine(options.StateDirectory, "purchases");
        OwnerOnlyFile.CreateFolder(keys);
        return new Buyer(
            LedgerClient.Connect(options.Profile, options.Logger),
            options.Artifacts ?? new FolderArtifactStore(Path.Combine(options.StateDirectory, "artifacts")),
            keys);
    }

    /// <summary>Models that are for sale now.</summary>
    public async Task<IReadOnlyList<ModelRecord>> OnSaleAsync(CancellationToken cancellationToken = default)
    {
        var models = new List<ModelRecord>();
        await foreach (var model in _ledger.AllModelsAsync(cancellationToken))
            if (model.Status == ModelStatus.Onsale)
                models.Add(model);
        return models;
    }

    /// <summary>Buys a model; the price is held until <see cref="ReceiveAsync"/> has opened what was delivered.</summary>
    /// <param name="fid">The model.</param>
    /// <param name="maxPrice">The most to pay.</param>
    /// <param name="cancellationToken">Stops before the purchase.</param>
    /// <exception cref="LedgerException">Not for sale, too expensive, or not enough money.</exception>
    public async Task<PurchaseRecord> PurchaseAsync(string fid, long maxPrice, CancellationToken cancellationToken = default)
    {
        using var key = EnvelopeKey.Generate();
        key.SavePem(KeyFile(key.PublicKey));
        return await _ledger.SubmitAsync<PurchaseRecord>(
            Contract, TransactionNames.Incentive.Purchase, new PurchaseModel(fid, key.PublicKey, maxPrice), null, cancellationToken);
    }

    /// <summary>
    /// Waits for the delivery, opens it, checks key and artifact against the ledger and confirms. A key that does not
    /// fit is disputed, and the price comes back.
    /// </summary>
    /// <returns>The model's file, or null when the purchase was refunded.</returns>
    /// <exception cref="InvalidDataException">The store does not have the artifact that the ledger names, or gives other bytes.</exception>
    public async Task<BoughtModel?> ReceiveAsync(PurchaseRecord purchase, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(purchase);
        var delivered = await DeliveredAsync(purchase, cancellationToken);
        if (delivered.State == PurchaseState.Refunded) return null;

        var model = await _ledger.ModelAsync(purchase.Fid, cancellationToken);
        var artifact = model.Artifact ?? throw new InvalidDataException($"{purchase.Fid} has no artifact");
        using var key = EnvelopeKey.LoadPem(KeyFile(purchase.BuyerKey));
        var reference = new PurchaseReference(purchase.Fid, purchase.PurchaseId);
        var opened = key.TryOpen(EnvelopeContexts.Delivery(purchase.Fid, purchase.PurchaseId), delivered.Envelope, out var modelKey, out _);
        if (!opened || Convert.ToHexStringLower(ModelVault.HashKey(modelKey)) != artifact.KeyHash)
            return await DisputeAsync(reference, key, cancellationToken);

        var ciphertext = await _artifacts.GetAsync(artifact.Digest, artifact.Bytes, cancellationToken)
            ?? throw new InvalidDataException($"the store does not have the artifact {artifact.Digest}");
        if (!ModelVault.TryDecrypt(modelKey, purchase.Fid, ciphertext, out var file, out var rejection))
            throw new InvalidDataException($"the artifact does not decrypt: {rejection}");
        await _ledger.SubmitUnlessAsync([ErrorCodes.WrongPurchaseState], Contract, TransactionNames.Incentive.ConfirmDelivery, reference, null, cancellationToken);
        return new BoughtModel(file, await _ledger.PurchaseAsync(purchase.Fid, purchase.PurchaseId, cancellationToken));
    }

    /// <summary>Purchases of this buyer, all of them.</summary>
    public async Task<IReadOnlyList<PurchaseRecord>> PurchasesAsync(CancellationToken cancellationToken = default)
    {
        var purchases = new List<PurchaseRecord>();
        var bookmark = "";
        do
        {
            var page = await _ledger.BoughtAsync(PartyId, bookmark, cancellationToken);
            purchases.AddRange(page.Items);
            bookmark = page.Bookmark;
        }
        while (bookmark.Length > 0);
        return purchases;
    }

    /// <summary>Evaluates a model that was bought and received.</summary>
    /// <param name="purchase">The purchase.</param>
    /// <param name="rating">0 to 1,000,000 parts per million.</param>
    /// <param name="comment">At most 500 characters.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task EvaluateAsync(PurchaseRecord purchase, int rating, string comment = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(purchase);
        return _ledger.SubmitUnlessAsync(
            [ErrorCodes.AlreadyRated],
            Contract, TransactionNames.Incentive.EvaluateModel, new EvaluateModel(purchase.Fid, purchase.PurchaseId, rating, comment), null, cancellationToken);
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    private async Task<PurchaseRecord> DeliveredAsync(PurchaseRecord purchase, CancellationToken cancellationToken) =>
        await _ledger.Signals.UntilAsync(
            purchase.Fid,
            async token =>
            {
                var now = await _ledger.PurchaseAsync(purchase.Fid, purchase.PurchaseId, token);
                if (now.State != PurchaseState.Paid) return now;
                if (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() > now.Deadline + await _ledger.ClockSkewAsync(token))
                    await _ledger.SubmitUnlessAsync(
                        [ErrorCodes.NotExpired, ErrorCodes.WrongPurchaseState],
                        Contract, TransactionNames.Incentive.Settle, new PurchaseReference(purchase.Fid, purchase.PurchaseId), null, token);
                return null;
            },
            cancellationToken);

    private async Task<BoughtModel?> DisputeAsync(PurchaseReference reference, EnvelopeKey key, CancellationToken cancellationToken)
    {
        // Revealing the one-time key opens this one envelope and nothing else.
        await _ledger.SubmitAsync(
            Contract, TransactionNames.Incentive.Dispute,
            new DisputeDelivery(reference.Fid, reference.PurchaseId, key.ExportPrivateScalar()), null, cancellationToken);
        return null;
    }

    private string KeyFile(byte[] publicKey) => Path.Combine(_keys, Naming.PartyId(publicKey) + ".pem");
}
