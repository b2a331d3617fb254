using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Tests.State;

public sealed class FederationFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private static readonly PendingSubmission Pending = new(4, new byte[64], [.. Enumerable.Repeat((byte)9, 32)], [1, 2, 3]);

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void LoadCheckpoint_AfterSave_GivesTheLastOne()
    {
        var folder = new FederationFolder(_temporary.Path, "flm");
        folder.Save(new Checkpoint(1, [1f], []));
        folder.Save(new Checkpoint(2, [2f], []));

        Assert.Equal(2, new FederationFolder(_temporary.Path, "flm").LoadCheckpoint(1)!.Iteration);
    }

    [Fact]
    public void LoadCheckpoint_WhenTornOrAbsent_GivesNothing()
    {
        var folder = new FederationFolder(_temporary.Path, "flm");
        Assert.Null(folder.LoadCheckpoint(1));

        File.WriteAllBytes(Path.Combine(_temporary.Path, "flm", "checkpoint"), new Checkpoint(1, [1f], []).Encode()[..^1]);
        Assert.Null(folder.LoadCheckpoint(1));
    }

    [Fact]
    public void LoadPending_OfTheIteration_GivesIt_AndOfAnotherNothing()
    {
        var folder = new FederationFolder(_temporary.Path, "flm");
        folder.Save(Pending);

        Assert.Equal(Pending.Seed, folder.LoadPending(4)!.Seed);
        Assert.Null(folder.LoadPending(5));
    }

    [Fact]
    public void ForgetPending_RemovesTheSeedFromDisk()
    {
        var folder = new FederationFolder(_temporary.Path, "flm");
        folder.Save(Pending);
        folder.ForgetPending();

        Assert.Null(folder.LoadPending(4));
        Assert.Empty(Directory.GetFiles(Path.Combine(_temporary.Path, "flm")));
    }

    [Fact]
    public void ForgetPending_OfALaterIteration_LeavesIt()
    {
        var folder = new FederationFolder(_temporary.Path, "flm");
        folder.Save(Pending);

        folder.ForgetPending(upTo: 3);
        Assert.NotNull(folder.LoadPending(4));
        folder.ForgetPending(upTo: 4);
        Assert.Null(folder.LoadPending(4));
    }

    [Fact]
    public void TryDecode_AnyByteOfAPendingSubmissionAltered_GivesNothing()
    {
        var bytes = Pending.Encode();
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= 1;
            Assert.Null(PendingSubmission.TryDecode(bytes));
            bytes[at] ^= 1;
        }
    }

    [Fact]
    public void Save_OnUnix_LeavesFilesToTheirOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix file modes");
            return;
        }

        var folder = new FederationFolder(_temporary.Path, "flm");
        folder.Save(Pending);

        const UnixFileMode others = (UnixFileMode)0x3F; // rwx of group and others
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(_temporary.Path, "flm", "pending")) & others);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(_temporary.Path, "flm")) & others);
    }
}
