using FLChain.Fabric.Client;

namespace FLChain.Fabric.Tests.Client;

public sealed class FileCheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoint-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder, "position.json");

    [Fact]
    public async Task Record_ThenOpenAgain_PositionIsKept()
    {
        using (var checkpoint = await FileCheckpoint.OpenAsync(File, Token))
        {
            Assert.Null(checkpoint.BlockNumber);
            Assert.Equal("", checkpoint.TransactionId);
            await checkpoint.RecordTransactionAsync(41, "tx", Token);
            Assert.Equal((41UL, "tx"), (checkpoint.BlockNumber, checkpoint.TransactionId));
        }
        using (var checkpoint = await FileCheckpoint.OpenAsync(File, Token))
        {
            Assert.Equal((41UL, "tx"), (checkpoint.BlockNumber, checkpoint.TransactionId));
            await checkpoint.RecordBlockAsync(41, Token);
        }
        using var last = await FileCheckpoint.OpenAsync(File, Token);
        Assert.Equal((42UL, ""), (last.BlockNumber, last.TransactionId));
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Open_CrashLeftAHalfWrittenNextFile_OldPositionCounts()
    {
        using (var checkpoint = await FileCheckpoint.OpenAsync(File, Token))
            await checkpoint.RecordBlockAsync(7, Token);
        await System.IO.File.WriteAllTextAsync(File + ".next", "{\"Blo", Token);
        using var again = await FileCheckpoint.OpenAsync(File, Token);
        Assert.Equal(8UL, again.BlockNumber);
        await again.RecordBlockAsync(8, Token);
        Assert.Equal(9UL, again.BlockNumber);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"BlockNumber\":-1,\"TransactionId\":\"\"}")]
    public async Task Open_NotACheckpoint_RefusedByName(string content)
    {
        await System.IO.File.WriteAllTextAsync(File, content, Token);
        var failure = await Assert.ThrowsAsync<FabricConfigurationException>(() => FileCheckpoint.OpenAsync(File, Token));
        Assert.Contains(File, failure.Message);
    }

    [Fact]
    public async Task Record_ManyAtOnce_FileIsAlwaysWhole()
    {
        using var checkpoint = await FileCheckpoint.OpenAsync(File, Token);
        await Parallel.ForAsync(0, 30, Token, async (i, token) => await checkpoint.RecordBlockAsync((ulong)i, token));
        using var again = await FileCheckpoint.OpenAsync(File, Token);
        Assert.Equal(checkpoint.BlockNumber, again.BlockNumber);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
