using FLChain.Benchmarks.Paper;

namespace FLChain.EndToEnd.Tests.Paper;

/// <summary>What <c>make paper</c> finds of earlier runs, and on what it trains.</summary>
public sealed class PaperStateTests : IDisposable
{
    private static readonly PaperSettings Settings = new("MNIST", 55_000, "mlp 784x128x10", 1_500, 64, 0.5, 1_000);
    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-paper-").FullName;

    [Fact]
    public void Claim_WithTheSameSettings_GoesOn()
    {
        Settings.Claim(_folder);

        Settings.Claim(_folder);
    }

    [Fact]
    public void Claim_WithOtherSettings_IsRefused()
    {
        (Settings with { Iterations = 100 }).Claim(_folder);

        var refused = Assert.Throws<InvalidDataException>(() => Settings.Claim(_folder));

        Assert.Contains("Iterations = 100", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Claim_OfARunWithoutSettings_IsRefused()
    {
        File.WriteAllText(Path.Combine(_folder, "baseline-4-1.json"), "{}");

        Assert.Throws<InvalidDataException>(() => Settings.Claim(_folder));
    }

    [Fact]
    public void Parse_FolderWithoutMnist_IsRefused()
    {
        Assert.Throws<FormatException>(() => PaperOptions.Parse([], _folder));
        Assert.Throws<FormatException>(() => PaperOptions.Parse(["--data", _folder], null));
    }

    [Fact]
    public void Parse_Short_KeepsItsStateAndReportApart()
    {
        var quick = PaperOptions.Parse(["--short"], _folder);
        foreach (var name in new[] { "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte" })
            File.WriteAllBytes(Path.Combine(_folder, name), []);

        var full = PaperOptions.Parse([], _folder);
        var less = PaperOptions.Parse(["--iterations", "100"], _folder);

        Assert.Null(quick.Data);
        Assert.NotEqual(quick.State, full.State);
        Assert.Equal(Path.Combine("docs", "paper-results.md"), full.Report);
        Assert.Equal(quick.State, Path.GetDirectoryName(quick.Report));
        Assert.Equal(less.State, Path.GetDirectoryName(less.Report));
    }

    [Fact]
    public void Log_CutOffWithinALine_DropsItAndGoesOn()
    {
        var path = Path.Combine(_folder, "iterations.csv");
        new IterationLog(path).Add(2, 1.5, 2.5, new double[IterationLog.Steps.Count]);
        File.AppendAllText(path, "3,0.7500,1.2500,0.0000,0.0000,0.0000,0.0000,0.0000,0.0000,0.5");

        var log = new IterationLog(path);
        log.Add(4, 0.5, 1, new double[IterationLog.Steps.Count]);

        Assert.Equal([2, 4], log.Read().Keys);
        Assert.Equal(0.5, log.Read()[4][0]);
    }

    [Fact]
    public void Log_CutOffWithinItsHeading_WritesItAnew()
    {
        var path = Path.Combine(_folder, "iterations.csv");
        File.WriteAllText(path, "iteration,wa");

        new IterationLog(path).Add(2, 1.5, 2.5, new double[IterationLog.Steps.Count]);

        Assert.Equal([2], new IterationLog(path).Read().Keys);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
