using FLChain.TrainerSdk.Inspections;

namespace FLChain.TrainerSdk.Tests.Inspections;

public sealed class InspectionFolderTests : IDisposable
{
    private static readonly KeptGradient Kept = new(4, [.. Enumerable.Repeat((byte)9, 32)], [1, 2, 3], [1f, 2f]);
    private static readonly string Digest = new('a', 128);

    private readonly TemporaryFolder _temporary = new();

    private string Inspections => Path.Combine(_temporary.Path, "flm", "inspections");

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void LoadGradient_OfTheIteration_GivesIt_AndOfAnotherNothing()
    {
        Folder().Save(Kept);

        Assert.Equal(Kept.Seed, Folder().LoadGradient(4)!.Seed);
        Assert.Null(Folder().LoadGradient(5));
    }

    [Fact]
    public void LoadGradient_TornOrUnderAnotherNumber_GivesNothing()
    {
        Folder().Save(Kept);
        var path = Path.Combine(Inspections, "4.gradient");
        File.Copy(path, Path.Combine(Inspections, "5.gradient"));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);

        Assert.Null(Folder().LoadGradient(4));
        Assert.Null(Folder().LoadGradient(5));
    }

    [Fact]
    public void LoadWeightsDigest_AfterSave_GivesIt_AndOfWhatIsNoneNothing()
    {
        Folder().SaveWeightsDigest(2, Digest);
        Assert.Equal(Digest, Folder().LoadWeightsDigest(2));
        Assert.Null(Folder().LoadWeightsDigest(3));

        File.WriteAllText(Path.Combine(Inspections, "2.weights"), "torn");
        Assert.Null(Folder().LoadWeightsDigest(2));
    }

    [Fact]
    public void Iterations_OfBothKinds_AreAscendingAndEachOnce()
    {
        Assert.Empty(Folder().Iterations);
        Folder().SaveWeightsDigest(10, Digest);
        Folder().SaveWeightsDigest(4, Digest);
        Folder().Save(Kept);
        File.WriteAllText(Path.Combine(Inspections, "notes.txt"), "a stranger's");

        Assert.Equal([4, 10], Folder().Iterations);
    }

    [Fact]
    public void Federations_WithoutAnythingKept_AreNotListed()
    {
        Assert.Empty(InspectionFolder.Federations(Path.Combine(_temporary.Path, "missing")));
        Directory.CreateDirectory(Path.Combine(_temporary.Path, "artifacts"));
        Folder().Save(Kept);

        Assert.Equal(["flm"], InspectionFolder.Federations(_temporary.Path));
    }

    [Fact]
    public void Forget_TheLastIteration_LeavesNothingOnDisk()
    {
        Folder().Save(Kept);
        Folder().SaveWeightsDigest(5, Digest);

        Folder().Forget(4);
        Assert.Null(Folder().LoadGradient(4));
        Assert.Equal([5], Folder().Iterations);
        Folder().Forget(5);
        Folder().Forget(5);
        Assert.False(Directory.Exists(Inspections));
    }

    [Fact]
    public void Save_OnUnix_LeavesFilesToTheirOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix file modes");
            return;
        }

        Folder().Save(Kept);
        Folder().SaveWeightsDigest(5, Digest);

        const UnixFileMode others = (UnixFileMode)0x3F; // rwx of group and others
        foreach (var path in Directory.GetFiles(Inspections).Append(Inspections)) Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & others);
    }

    private InspectionFolder Folder() => new(_temporary.Path, "flm");
}
