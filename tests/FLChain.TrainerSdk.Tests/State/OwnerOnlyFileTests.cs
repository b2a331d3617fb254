using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Tests.State;

public sealed class OwnerOnlyFileTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData((1 << 16) + 7)]
    [InlineData(1 << 17)]
    public void Erase_OverwritesTheBytesBeforeTheFileIsGone(int length)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("an open file cannot be removed on Windows");
            return;
        }

        var path = Path.Combine(_temporary.Path, "secret");
        OwnerOnlyFile.Write(path, [.. Enumerable.Repeat((byte)7, length)]);
        // Whoever still has the file open sees what is left of it.
        using var open = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        OwnerOnlyFile.Erase(path);

        Assert.False(File.Exists(path));
        var left = new byte[length];
        open.ReadExactly(left);
        Assert.All(left, value => Assert.Equal(0, value));
        Assert.Equal(length, open.Length);
    }

    [Fact]
    public void Erase_WithoutAFile_DoesNothing() => OwnerOnlyFile.Erase(Path.Combine(_temporary.Path, "none"));
}
