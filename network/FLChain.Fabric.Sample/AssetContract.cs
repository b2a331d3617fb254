using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Sample;

/// <summary>Assets that have one owner each. On the wire its transactions are <c>assets:Create</c>, <c>assets:Transfer</c>, <c>assets:Read</c> and <c>assets:Owners</c>.</summary>
public sealed class AssetContract : Contract
{
    /// <inheritdoc/>
    public override string Name => "assets";

    /// <summary>The contract as a chaincode: what a service serves.</summary>
    public static IChaincode CreateChaincode() => ContractRouter.Create(
        [new AssetContract()],
        JsonCodec.Instance,
        exception => exception is AssetRuleException broken ? ChaincodeResponse.Error(broken.Message) : null);

    /// <summary>A new asset.</summary>
    [SubmitTransaction]
    public async Task CreateAsync(TransactionContext context, Asset asset)
    {
        if (asset.Id.Length == 0 || asset.Value < 0)
            throw new AssetRuleException("an asset has an id and is worth something");
        if (await context.Stub.GetStateAsync(asset.Id) is not null)
            throw new AssetRuleException($"there is an asset {asset.Id} already");
        await WriteAsync(context, asset, "created");
    }

    /// <summary>Gives an asset to another owner.</summary>
    [SubmitTransaction]
    public async Task<Asset> TransferAsync(TransactionContext context, AssetTransfer transfer)
    {
        var asset = await ReadAsync(context, transfer.Id) with { Owner = transfer.NewOwner };
        await WriteAsync(context, asset, "transferred");
        return asset;
    }

    /// <summary>The asset as it stands. An evaluate transaction: its stub refuses writes.</summary>
    [EvaluateTransaction]
    public async Task<Asset> ReadAsync(TransactionContext context, string id) =>
        await context.Stub.GetStateAsync(id) is { } bytes
            ? (Asset)JsonCodec.Instance.Decode(typeof(Asset), bytes)
            : throw new AssetRuleException($"there is no asset {id}");

    /// <summary>Everyone who has owned an asset, the present owner first.</summary>
    [EvaluateTransaction]
    public async Task<IReadOnlyList<string>> OwnersAsync(TransactionContext context, string id)
    {
        var owners = new List<string>();
        await foreach (var version in context.Stub.GetHistoryAsync(id))
        {
            if (!version.IsDelete)
                owners.Add(((Asset)JsonCodec.Instance.Decode(typeof(Asset), version.Value)).Owner);
        }
        return owners;
    }

    // A transaction reads first and writes last: it never sees its own writes.
    private static async Task WriteAsync(TransactionContext context, Asset asset, string what)
    {
        var bytes = JsonCodec.Instance.Encode(typeof(Asset), asset);
        await context.Stub.PutStateAsync(asset.Id, bytes);
        context.Stub.SetEvent(what, bytes);
    }
}
