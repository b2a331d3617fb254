using System.Text;
using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>
/// The sample contract of the tests: assets with an owner and a value, and appraisals that only the members of a
/// collection can read. It uses every operation of the stub.
/// </summary>
public sealed class AssetContract : Contract
{
    /// <summary>The private collection of the appraisals.</summary>
    public const string AppraisalCollection = "appraisals";

    /// <summary>The key of the transient map under which an appraisal travels.</summary>
    public const string AppraisalTransientKey = "appraisal";

    public override string Name => "assets";

    [SubmitTransaction]
    public async Task<Asset> CreateAsync(TransactionContext context, Asset asset)
    {
        if (await context.Stub.GetStateAsync(asset.Id) is not null)
        {
            throw new AssetException("ASSET_EXISTS", $"asset {asset.Id} exists");
        }

        await WriteAsync(context, asset);
        context.Stub.SetEvent("created", Encoding.UTF8.GetBytes(asset.Id));
        return asset;
    }

    [EvaluateTransaction]
    public Task<Asset> ReadAsync(TransactionContext context, string id) => FindAsync(context, id);

    [SubmitTransaction]
    public async Task<Asset> TransferAsync(TransactionContext context, AssetTransfer transfer)
    {
        Asset asset = await FindAsync(context, transfer.Id) with { Owner = transfer.NewOwner };
        await WriteAsync(context, asset);
        context.Stub.SetEvent("transferred", Encoding.UTF8.GetBytes(asset.Id));
        return asset;
    }

    [SubmitTransaction]
    public async Task DeleteAsync(TransactionContext context, string id)
    {
        await FindAsync(context, id);
        await context.Stub.DeleteStateAsync(id);
    }

    /// <summary>Adds up a range inside a submit: the commit fails when the range changed meanwhile.</summary>
    [SubmitTransaction]
    public async Task<int> SumAsync(TransactionContext context, AssetRange range)
    {
        int sum = 0;
        await foreach (KeyValue row in context.Stub.GetStateByRangeAsync(range.Start, range.End))
        {
            sum += Read(row.Value).Value;
        }

        await WriteAsync(context, new Asset("~sum", "nobody", sum));
        return sum;
    }

    [EvaluateTransaction]
    public async Task<IReadOnlyList<Asset>> ListAsync(TransactionContext context, AssetRange range)
    {
        var assets = new List<Asset>();
        await foreach (KeyValue row in context.Stub.GetStateByRangeAsync(range.Start, range.End))
        {
            assets.Add(Read(row.Value));
        }

        return assets;
    }

    [EvaluateTransaction]
    public async Task<AssetPage> PageAsync(TransactionContext context, AssetPageRequest request)
    {
        StatePage page = await context.Stub.GetStatePageAsync(request.Start, request.End, request.Size, request.Bookmark);
        return new AssetPage([.. page.Items.Select(row => Read(row.Value))], page.Bookmark);
    }

    [EvaluateTransaction]
    public async Task<IReadOnlyList<AssetVersion>> HistoryAsync(TransactionContext context, string id)
    {
        var versions = new List<AssetVersion>();
        await foreach (KeyVersion version in context.Stub.GetHistoryAsync(id))
        {
            versions.Add(new AssetVersion(version.TransactionId, version.IsDelete ? null : Read(version.Value)));
        }

        return versions;
    }

    /// <summary>Keeps the appraisal that travelled as transient data in the private collection.</summary>
    [SubmitTransaction]
    public async Task AppraiseAsync(TransactionContext context, string id)
    {
        if (!context.Stub.Transient.TryGetValue(AppraisalTransientKey, out ReadOnlyMemory<byte> appraisal))
        {
            throw new AssetException("NO_APPRAISAL", "the transient map holds no appraisal");
        }

        await context.Stub.PutPrivateDataAsync(AppraisalCollection, id, appraisal);
    }

    [SubmitTransaction]
    public Task WithdrawAppraisalAsync(TransactionContext context, string id) =>
        context.Stub.DeletePrivateDataAsync(AppraisalCollection, id);

    [EvaluateTransaction]
    public Task<byte[]?> ReadAppraisalAsync(TransactionContext context, string id) =>
        context.Stub.GetPrivateDataAsync(AppraisalCollection, id);

    [EvaluateTransaction]
    public Task<byte[]?> AppraisalHashAsync(TransactionContext context, string id) =>
        context.Stub.GetPrivateDataHashAsync(AppraisalCollection, id);

    [EvaluateTransaction]
    public async Task<IReadOnlyList<string>> ListAppraisedAsync(TransactionContext context, AssetRange range)
    {
        var keys = new List<string>();
        await foreach (KeyValue row in context.Stub.GetPrivateDataByRangeAsync(AppraisalCollection, range.Start, range.End))
        {
            keys.Add(row.Key);
        }

        return keys;
    }

    [EvaluateTransaction("WhoAmI")]
    public Task<string> DescribeCallerAsync(TransactionContext context) =>
        Task.FromResult($"{context.Stub.Creator.MspId} {context.Stub.Creator.Certificate.Subject}");

    /// <summary>What a domain error looks like to the caller: its code and text.</summary>
    public static ChaincodeResponse? MapException(Exception exception) =>
        exception is AssetException error ? ChaincodeResponse.Error($"{error.Code}: {error.Message}") : null;

    private static async Task<Asset> FindAsync(TransactionContext context, string id) =>
        await context.Stub.GetStateAsync(id) is { } bytes ? Read(bytes) : throw new AssetException("ASSET_UNKNOWN", $"there is no asset {id}");

    private static Task WriteAsync(TransactionContext context, Asset asset) =>
        context.Stub.PutStateAsync(asset.Id, JsonArgumentCodec.Instance.Encode(typeof(Asset), asset));

    private static Asset Read(byte[] bytes) => (Asset)JsonArgumentCodec.Instance.Decode(typeof(Asset), bytes);
}
