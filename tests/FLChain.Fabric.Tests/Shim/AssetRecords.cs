namespace FLChain.Fabric.Tests.Shim;

public sealed record Asset(string Id, string Owner, int Value);

public sealed record AssetTransfer(string Id, string NewOwner);

public sealed record AssetRange(string Start, string End);

public sealed record AssetPageRequest(string Start, string End, int Size, string Bookmark);

public sealed record AssetPage(IReadOnlyList<Asset> Items, string Bookmark);

public sealed record AssetVersion(string TransactionId, Asset? Value);

/// <summary>A broken rule of the sample contract.</summary>
public sealed class AssetException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
