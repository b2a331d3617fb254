using FLChain.Core.Ledger;
using FLChain.Gateway.Store;

namespace FLChain.Gateway.Tests.Store;

public sealed class FolderModelStoreTests : IDisposable
{
    private const string Fid = "flm-digits";
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i % 251))];
    private static readonly string Digest = Naming.Digest(Bytes);
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public FolderModelStoreTests() => Directory.CreateDirectory(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Put_ThenOpen_GivesTheBytes()
    {
        var store = new FolderModelStore(_folder["store"]);
        Assert.Equal(StoreOutcome.Stored, await store.PutAsync(Digest, new MemoryStream(Bytes), Bytes.Length, Stop));
        Assert.Equal(StoreOutcome.Known, await store.PutAsync(Digest, new MemoryStream(Bytes), Bytes.Length, Stop));
        await using var opened = store.Open(Fid, Digest)!;
        using var copy = new MemoryStream();
        await opened.CopyToAsync(copy, Stop);
        Assert.Equal(Bytes, copy.ToArray());
        Assert.Null(store.Open(Fid, new string('0', 128)));
    }

    [Fact]
    public async Task Put_WhatIsThereIsDamaged_IsStoredAnew()
    {
        var store = new FolderModelStore(_folder["store"]);
        await store.PutAsync(Digest, new MemoryStream(Bytes), Bytes.Length, Stop);
        var file = Assert.Single(Directory.GetFiles(_folder["store"]));
        foreach (var damaged in (byte[][])[Bytes[1..], [.. Bytes[..^1], 0xFF]])
        {
            await File.WriteAllBytesAsync(file, damaged, Stop);
            Assert.Equal(StoreOutcome.Stored, await store.PutAsync(Digest, new MemoryStream(Bytes), Bytes.Length, Stop));
            Assert.Equal(Bytes, await File.ReadAllBytesAsync(file, Stop));
        }
    }

    [Fact]
    public async Task Offer_ManyOfOneMember_KeepsTheLast()
    {
        var store = new FolderModelStore(_folder["store"]);
        for (byte number = 0; number < 5; number++) Assert.Equal(StoreOutcome.Stored, await OfferAsync(store, "one", [number]));
        Assert.Equal([Naming.Digest([4])], Offers());
        Assert.Equal([Fid], store.Offered);
        Assert.Null(store.Open("flm-other", Naming.Digest([4])));
    }

    [Fact]
    public async Task Offer_OfSeveralMembers_TheAttestedOneIsStoredAndTheOthersAreGivenUp()
    {
        var store = new FolderModelStore(_folder["store"]);
        Assert.Equal(StoreOutcome.Stored, await OfferAsync(store, "one", Bytes));
        Assert.Equal(StoreOutcome.Known, await OfferAsync(store, "two", Bytes));
        Assert.Equal(StoreOutcome.Stored, await OfferAsync(store, "one", [1]));
        Assert.Equal(2, Offers().Length);
        await using (var opened = store.Open(Fid, Digest)!) Assert.Equal(Bytes.Length, opened.Length);
        Assert.Empty(store.Offered);
        store.Settle(Fid, null);
    }

    [Fact]
    public async Task Settle_NothingWasAttested_GivesEverythingUp()
    {
        var store = new FolderModelStore(_folder["store"]);
        await OfferAsync(store, "one", Bytes);
        store.Settle(Fid, null);
        Assert.Empty(store.Offered);
        Assert.Null(store.Open(Fid, Digest));
    }

    [Fact]
    public async Task Put_OtherBytesOrTooMany_StoresNothing()
    {
        var store = new FolderModelStore(_folder["store"]);
        Assert.Equal(StoreOutcome.WrongDigest, await store.PutAsync(Digest, new MemoryStream(Bytes[1..]), Bytes.Length, Stop));
        Assert.Equal(StoreOutcome.TooLarge, await store.PutAsync(Digest, new MemoryStream(Bytes), Bytes.Length - 1, Stop));
        Assert.Empty(Directory.GetFiles(_folder["store"]));
    }

    [Fact]
    public async Task Put_UploadIsLost_StoresNothing()
    {
        var store = new FolderModelStore(_folder["store"]);
        await Assert.ThrowsAsync<IOException>(() => store.PutAsync(Digest, new CutOff(Bytes), Bytes.Length, Stop));
        Assert.Empty(Directory.GetFiles(_folder["store"]));
    }

    [Fact]
    public async Task Put_ManyAtOnce_StoresOneWholeFile()
    {
        var store = new FolderModelStore(_folder["store"]);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.PutAsync(Digest, new MemoryStream(Bytes), Bytes.Length, Stop)));
        Assert.All(outcomes, outcome => Assert.True(outcome is StoreOutcome.Stored or StoreOutcome.Known));
        Assert.Equal(Bytes, await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(_folder["store"])), Stop));
    }

    [Fact]
    public void Open_AfterACrash_RemovesDrafts()
    {
        File.WriteAllBytes(Path.Combine(_folder["store"], Digest + ".x.draft"), [1]);
        Assert.Null(new FolderModelStore(_folder["store"]).Open(Fid, Digest));
        Assert.Empty(Directory.GetFiles(_folder["store"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../secret")]
    [InlineData("ABCDEF")]
    public async Task AnyName_ThatIsNoDigest_IsRefused(string digest)
    {
        var store = new FolderModelStore(_folder["store"]);
        Assert.Throws<ArgumentException>(() => store.Open(Fid, digest));
        await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync(digest, Stream.Null, 1, Stop));
    }

    private string[] Offers() => [.. Directory.GetFiles(Path.Combine(_folder["store"], "offers", Fid)).Select(file => Path.GetFileName(file)).Where(Naming.IsDigest)];

    private static Task<StoreOutcome> OfferAsync(FolderModelStore store, string member, byte[] bytes) =>
        store.OfferAsync(Fid, Naming.PartyId(System.Text.Encoding.UTF8.GetBytes(member)), Naming.Digest(bytes), new MemoryStream(bytes), bytes.Length, Stop);

    private sealed class CutOff(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position > 50_000 ? throw new IOException("the line is dead") : base.ReadAsync(buffer, cancellationToken);
    }
}
