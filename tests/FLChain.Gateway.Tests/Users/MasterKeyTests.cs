using FLChain.Gateway.Users;

namespace FLChain.Gateway.Tests.Users;

public sealed class MasterKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TryOpen_WhatWasSealed_IsTheSecretAgainAlsoAfterARestart()
    {
        byte[] sealedSecret;
        using (var key = MasterKey.LoadOrCreate(_folder["key"])) sealedSecret = key.Seal("a", "secret"u8);
        using var again = MasterKey.LoadOrCreate(_folder["key"]);
        Assert.True(again.TryOpen("a", sealedSecret, out var secret));
        Assert.Equal("secret"u8.ToArray(), secret);
        Assert.NotEqual(sealedSecret, again.Seal("a", "secret"u8));
    }

    [Fact]
    public void TryOpen_OtherPurposeOrBytesOrKey_IsRefused()
    {
        using var key = MasterKey.LoadOrCreate(_folder["key"]);
        using var other = MasterKey.LoadOrCreate(_folder["other"]);
        var sealedSecret = key.Seal("a", "secret"u8);
        Assert.False(key.TryOpen("b", sealedSecret, out _));
        Assert.False(other.TryOpen("a", sealedSecret, out _));
        for (var length = 0; length < sealedSecret.Length; length++) Assert.False(key.TryOpen("a", sealedSecret.AsSpan(0, length), out _));
        for (var at = 0; at < sealedSecret.Length; at++)
        {
            var forged = sealedSecret.ToArray();
            forged[at] ^= 1;
            Assert.False(key.TryOpen("a", forged, out _));
        }
    }

    [Fact]
    public void LoadOrCreate_File_IsForItsOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes are of Unix");
            return;
        }

        MasterKey.LoadOrCreate(_folder["key"]).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["key"]));
        File.SetUnixFileMode(_folder["key"], UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Throws<InvalidDataException>(() => MasterKey.LoadOrCreate(_folder["key"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    public void LoadOrCreate_FileOfSomethingElse_IsRefused(string content)
    {
        File.WriteAllText(_folder["key"], content);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder["key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Throws<InvalidDataException>(() => MasterKey.LoadOrCreate(_folder["key"]));
    }
}
