using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;

namespace FLChain.TrainerSdk.Tests.Models.Onnx;

/// <summary>What we export, run by ONNX Runtime (npm's onnxruntime-node): another party's reading of the same file.</summary>
public sealed class OnnxRuntimeTests : IDisposable
{
    private const int Rows = 20;
    private readonly string folder = Directory.CreateTempSubdirectory("flchain-onnx-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("softmax 784x10")]
    [InlineData("mlp 784x32x10")]
    public async Task ExportOnnx_TrainedModel_GivesTheSameProbabilitiesInOnnxRuntime(string description)
    {
        IFederatedModel model = ModelDescription.Parse(description);
        Dataset data = SyntheticDigits.Generate(200 + Rows, seed: 1);
        float[] weights = LocalTraining.Run(model, data.Slice(0, 200), steps: 50, batchSize: 32, learningRate: 0.2, seed: 1);
        Dataset samples = data.Slice(200, Rows);

        JsonElement answer = await RunAsync(model.ExportOnnx(weights), samples);

        Assert.Equal(["input"], Strings(answer, "inputs"));
        Assert.Equal(["probabilities"], Strings(answer, "outputs"));
        Assert.Equal([Rows, 10], answer.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        float[] values = [.. answer.GetProperty("values").EnumerateArray().Select(value => value.GetSingle())];
        float[] expected = new float[10];
        for (int row = 0; row < Rows; row++)
        {
            model.Predict(weights, samples.Features(row), expected);
            for (int label = 0; label < 10; label++)
                Assert.Equal(expected[label], values[(row * 10) + label], 1e-5f);
        }
    }

    [Fact]
    public async Task ExportOnnx_AnyNumberOfRows_IsAccepted()
    {
        var model = new SoftmaxRegression(784, 10);
        float[] weights = LocalTraining.InitialWeights(model, 1);

        JsonElement answer = await RunAsync(model.ExportOnnx(weights), SyntheticDigits.Generate(1, seed: 2));

        Assert.Equal([1, 10], answer.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
    }

    private async Task<JsonElement> RunAsync(byte[] onnx, Dataset samples)
    {
        string interop = Path.Combine(RepositoryRoot.Path, "tests", "interop");
        if (!Directory.Exists(Path.Combine(interop, "node_modules", "onnxruntime-node")))
            SkipOrFail("onnxruntime-node is not restored in tests/interop (make interop).");
        string modelFile = Path.Combine(folder, "model.onnx");
        string inputFile = Path.Combine(folder, "input.json");
        await File.WriteAllBytesAsync(modelFile, onnx, TestContext.Current.CancellationToken);
        float[] values = [.. Enumerable.Range(0, samples.Count).SelectMany(row => samples.Features(row).ToArray())];
        await File.WriteAllTextAsync(inputFile, JsonSerializer.Serialize(new { rows = samples.Count, values }), TestContext.Current.CancellationToken);

        var start = new ProcessStartInfo("node", [Path.Combine(interop, "onnx-check.mjs"), modelFile, inputFile])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process node = Start(start);
        Task<string> errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, await errors);
        return JsonDocument.Parse(output).RootElement;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            SkipOrFail($"Node cannot be started: {error.Message}");
            throw;
        }
    }

    private static void SkipOrFail(string reason)
    {
        if (Environment.GetEnvironmentVariable("FLCHAIN_REQUIRE_INTEROP") == "1")
            Assert.Fail(reason);
        Assert.Skip(reason);
    }

    private static string[] Strings(JsonElement answer, string name) =>
        [.. answer.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];
}
