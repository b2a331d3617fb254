using System.Text.RegularExpressions;

namespace FLChain.EndToEnd.Tests.Demo;

/// <summary><c>flchain demo</c> as a user runs it.</summary>
[Collection(ChildProcesses.Name)]
public sealed class DemoTests : IDisposable
{
    private static readonly string[] s_names =
    [
        "dataset", "datasetIsGenerated", "trainers", "threshold", "iterations", "parameters", "ciphertextsPerVector",
        "federationTestAccuracy", "unmaskedTestAccuracy", "bestSingleTestAccuracy", "fullSetTestAccuracy", "seconds",
        "secondsPerIteration", "blocks", "transactions", "minted", "sumOfAccounts", "auditPassed",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-demo-test-").FullName;

    private string JsonFile => Path.Combine(_folder, "demo.json");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task MadeDigits_TheWholeStoryEndsWell()
    {
        using var flchain = FlchainProcess.Start("demo", "--json", JsonFile, "--trainers", "3", "--threshold", "2", "--iterations", "3", "--serve");
        await flchain.UntilWrittenAsync("Ctrl-C stops it", Stop);
        await AssertServedAsync(flchain.Output);
        await flchain.TerminateAsync();
        Assert.True(await flchain.EndAsync(Stop) == 0, flchain.Output);
        var figures = Check(DemoFigures.Read(JsonFile));

        Assert.Empty(s_names.Except(figures.Names));
        Assert.True(figures.Truth("datasetIsGenerated"));
        Assert.Equal((3, 2, 3), (figures.Whole("trainers"), figures.Whole("threshold"), figures.Whole("iterations")));
        Assert.Equal(7_850, figures.Whole("parameters"));
        Assert.InRange(Math.Abs(figures.Number("federationTestAccuracy") - figures.Number("unmaskedTestAccuracy")), 0, 0.005);
        Assert.True(figures.Whole("blocks") > 30 && figures.Whole("transactions") > 30);
        Assert.All(figures.Seconds().Values, seconds => Assert.True(seconds >= 0));
        string[] steps = ["localTraining", "masking", "proving", "verifying", "ledger", "unmasking"];
        Assert.Empty(steps.Except(figures.Seconds().Keys));
    }

    [Fact]
    public async Task MultilayerPerceptron_TheWholeStoryEndsWellTwiceOnOneLedger()
    {
        string[] options = ["--model", "mlp", "--hidden", "4", "--trainers", "3", "--threshold", "3", "--iterations", "1", "--keep", Path.Combine(_folder, "kept")];
        var first = await PlayAsync(options);
        Assert.Equal(3_190, first.Whole("parameters"));
        Assert.InRange(Math.Abs(first.Number("federationTestAccuracy") - first.Number("unmaskedTestAccuracy")), 0, 0.005);

        // Deposits of the first federation are still bound: the trainers lock others for the second.
        var second = await PlayAsync([.. options, "--fid", "another-story"]);
        Assert.Equal(2 * first.Whole("minted"), second.Whole("minted"));
    }

    [Fact]
    public async Task Mnist_LearnsWhatTrainingInTheClearLearns()
    {
        var data = MnistFolder();
        Assert.SkipWhen(data is null, "MNIST is not there: neither FLCHAIN_DATA/mnist nor shared/data/mnist beside the checkout");
        var figures = await PlayAsync("--data", data!, "--trainers", "4", "--model", "softmax", "--iterations", "30");

        Assert.False(figures.Truth("datasetIsGenerated"));
        Assert.Equal("MNIST", figures.Text("dataset"));
        Assert.True(figures.Number("federationTestAccuracy") >= 0.85, $"accuracy {figures.Number("federationTestAccuracy")}");
        Assert.True(figures.Number("federationTestAccuracy") > figures.Number("bestSingleTestAccuracy"), $"the best trainer alone reaches {figures.Number("bestSingleTestAccuracy")}");
        Assert.InRange(Math.Abs(figures.Number("federationTestAccuracy") - figures.Number("unmaskedTestAccuracy")), 0, 0.005);
    }

    [Theory]
    [InlineData("--trainers", "2")]
    [InlineData("--threshold", "5")]
    [InlineData("--key-bits", "512")]
    [InlineData("--data", "no-such-folder")]
    [InlineData("--model", "transformer")]
    public async Task OptionsThatCannotBe_RefusedWithTwo(string option, string value)
    {
        using var flchain = FlchainProcess.Start("demo", option, value);
        Assert.Equal(2, await flchain.EndAsync(Stop));
        Assert.Contains(option, flchain.Output, StringComparison.Ordinal);
    }

    // A newcomer finds the model that was sold, how accurate it became, and a way in.
    private static async Task AssertServedAsync(string output)
    {
        using var client = new HttpClient();
        var market = new Uri(Regex.Match(output, @"market is at .*?(http://127\.0\.0\.1:\d+/)").Groups[1].Value);
        Assert.Contains("Demo model", await client.GetStringAsync(market, Stop), StringComparison.Ordinal);
        var page = await client.GetStringAsync(new Uri(market, "/models/digits-demo"), Stop);
        foreach (var part in new[] { "on sale", "1 time<", "class=\"plot\"", "class=\"line\" points=\"", "as described", "price × " })
            Assert.True(page.Contains(part, StringComparison.Ordinal), $"the model's page lacks {part}");
        Assert.Equal(3, Regex.Count(output, @"/join#[A-Za-z0-9_-]{43}"));
    }

    private async Task<DemoFigures> PlayAsync(params string[] options)
    {
        using var flchain = FlchainProcess.Start(["demo", "--json", JsonFile, .. options]);
        Assert.True(await flchain.EndAsync(Stop) == 0, flchain.Output);
        return Check(DemoFigures.Read(JsonFile));
    }

    private static DemoFigures Check(DemoFigures figures)
    {
        Assert.True(figures.Truth("auditPassed"));
        Assert.True(figures.Whole("minted") > 0);
        Assert.Equal(figures.Whole("minted"), figures.Whole("sumOfAccounts"));
        return figures;
    }

    // FLCHAIN_DATA/mnist, or shared/data/mnist beside one of the folders above the checkout.
    private static string? MnistFolder()
    {
        var places = new List<string>();
        if (Environment.GetEnvironmentVariable("FLCHAIN_DATA") is { Length: > 0 } data) places.Add(Path.Combine(data, "mnist"));
        for (var folder = new DirectoryInfo(RepositoryRoot.Path).Parent; folder is not null; folder = folder.Parent)
            places.Add(Path.Combine(folder.FullName, "shared", "data", "mnist"));
        return places.FirstOrDefault(TrainerSdk.Data.MnistFolder.Contains);
    }
}
