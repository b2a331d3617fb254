using System.Security.Cryptography;
using FLChain.Cryptography.Envelopes;
using FLChain.Gateway.Store;

namespace FLChain.Gateway.Market;

/// <summary>
/// Opens what was delivered to users whose one-time keys the gateway keeps, and checks key and file against the ledger.
/// Neither the model's key nor the opened file is kept. Safe for concurrent use.
/// </summary>
internal sealed class ModelOpener(LedgerIndex index, IModelStore store, PurchaseKeys keys) : IDisposable
{
    // While one is opened, the file is in memory twice.
    private const int MostAtOnce = 2;

    private readonly SemaphoreSlim _opening = new(MostAtOnce);

    /// <summary>Whether the gateway keeps the one-time key of this purchase of the user.</summary>
    public bool CanOpen(GatewayUser user, PurchaseRecord purchase) => keys.Has(user, purchase.BuyerKey);

    /// <summary>Opens a delivered purchase.</summary>
    /// <exception cref="ProblemException">The key of the purchase is not here, the store does not have the file, or it is damaged.</exception>
    public async Task<OpenedModel> OpenAsync(GatewayUser user, PurchaseRecord purchase, CancellationToken cancellationToken)
    {
        using var key = keys.Find(user, purchase.BuyerKey) ?? throw Problem.NotFound("the purchase was made elsewhere: its key is not here");
        var artifact = Artifact(purchase.Fid);
        await _opening.WaitAsync(cancellationToken);
        try
        {
            return await OpenAsync(key, purchase, artifact, cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    public void Dispose() => _opening.Dispose();

    private async Task<OpenedModel> OpenAsync(EnvelopeKey key, PurchaseRecord purchase, Artifact artifact, CancellationToken cancellationToken)
    {
        var isOpen = key.TryOpen(EnvelopeContexts.Delivery(purchase.Fid, purchase.PurchaseId), purchase.Envelope, out var modelKey, out _);
        if (!isOpen || Convert.ToHexStringLower(ModelVault.HashKey(modelKey)) != artifact.KeyHash) return new OpenedModel(null, key.ExportPrivateScalar());
        try
        {
            var ciphertext = await ReadAsync(purchase.Fid, artifact, cancellationToken);
            return ModelVault.TryDecrypt(modelKey, purchase.Fid, ciphertext, out var file, out var rejection)
                ? new OpenedModel(file, null)
                : throw Damaged($"the file does not decrypt: {rejection}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(modelKey);
        }
    }

    private Artifact Artifact(string fid)
    {
        using var session = index.Read();
        return session.Find<ModelRecord>(Keys.Model(fid))?.Record.Artifact ?? throw Problem.NotFound($"{fid} has no file yet");
    }

    private async Task<byte[]> ReadAsync(string fid, Artifact artifact, CancellationToken cancellationToken)
    {
        await using var stream = store.Open(fid, artifact.Digest) ?? throw Problem.NotFound("the file is not in this gateway's store yet: its federation has to upload it");
        if (stream.Length != artifact.Bytes) throw Damaged("the stored file has another length than the ledger says");
        var bytes = new byte[artifact.Bytes];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return Naming.Digest(bytes) == artifact.Digest ? bytes : throw Damaged("the stored file does not have its digest");
    }

    private static ProblemException Damaged(string what) => new(StatusCodes.Status502BadGateway, GatewayErrorCodes.Defect, what);
}
