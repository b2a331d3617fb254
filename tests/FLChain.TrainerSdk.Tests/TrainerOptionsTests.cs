namespace FLChain.TrainerSdk.Tests;

public sealed class TrainerOptionsTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Load_RelativePaths_AreSeenFromTheFile()
    {
        var options = TrainerOptions.Load(Write("""{ "profile": "profile.json", "stateDirectory": "state", "maxParallelism": 2 }"""));

        Assert.Equal(Path.Combine(_temporary.Path, "profile.json"), options.Profile);
        Assert.Equal(Path.Combine(_temporary.Path, "state"), options.StateDirectory);
        Assert.Equal(2, options.MaxParallelism);
        Assert.True(options.VerifyPartners);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{ "profile": "p" }""")]
    [InlineData("""{ "profile": null, "stateDirectory": "s" }""")]
    [InlineData("""{ "profile": "p", "stateDirectory": "s", "typo": 1 }""")]
    public void Load_NotAnOptionsFile_IsRefusedNamingTheFile(string json)
    {
        var path = Write(json);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => TrainerOptions.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoSuchFile_SaysSo() => Assert.Throws<FileNotFoundException>(() => TrainerOptions.Load(Path.Combine(_temporary.Path, "absent.json")));

    private string Write(string json)
    {
        var path = Path.Combine(_temporary.Path, "trainer.json");
        File.WriteAllText(path, json);
        return path;
    }
}
