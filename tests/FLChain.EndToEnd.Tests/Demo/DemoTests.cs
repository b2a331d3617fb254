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

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task MadeDigits_TheWholeStoryEndsWell()
    {
        var figures = await PlayAsync("--trainers", "3", "--threshold", "2", "--iterations", "3");

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

    private async Task<DemoFigures> PlayAsync(params string[] options)
    {
        var json = Path.Combine(_folder, "demo.json");
        using var flchain = FlchainProcess.Start(["demo", "--json", json, .. options]);
        Assert.True(await flchain.EndAsync(Stop) == 0, flchain.Output);
        var figures = DemoFigures.Read(json);
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
