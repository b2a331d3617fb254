using FLChain.Core.Ledger;
using FLChain.TrainerSdk.Market;

namespace FLChain.TrainerSdk.Tests.Market;

public sealed class FolderArtifactStoreTests : IDisposable
{
    private static readonly byte[] Bytes = [1, 2, 3, 4];
    private readonly TemporaryFolder _temporary = new();
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task GetAsync_AfterPut_GivesTheBytes()
    {
        var store = new FolderArtifactStore(_temporary.Path);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => store.PutAsync(Naming.Digest(Bytes), Bytes, Token)));

        Assert.Equal(Bytes, await store.GetAsync(Naming.Digest(Bytes), 4, Token));
        Assert.Single(Directory.GetFiles(_temporary.Path));
    }

    [Fact]
    public async Task GetAsync_Unknown_GivesNothing() =>
        Assert.Null(await new FolderArtifactStore(_temporary.Path).GetAsync(Naming.Digest([]), 4, Token));

    [Fact]
    public async Task PutAsync_OtherDigest_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => new FolderArtifactStore(_temporary.Path).PutAsync(Naming.Digest([]), Bytes, Token));

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("AB")]
    public async Task GetAsync_NotADigest_IsRefused(string digest) =>
        await Assert.ThrowsAsync<ArgumentException>(() => new FolderArtifactStore(_temporary.Path).GetAsync(digest, 4, Token));

    [Fact]
    public async Task GetAsync_AlteredOrTooLong_IsRefused()
    {
        var store = new FolderArtifactStore(_temporary.Path);
        var digest = Naming.Digest(Bytes);
        await store.PutAsync(digest, Bytes, Token);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.GetAsync(digest, 3, Token));

        await File.WriteAllBytesAsync(Path.Combine(_temporary.Path, digest), [1, 2, 3, 5], Token);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.GetAsync(digest, 4, Token));
    }
}
