using System.Text.Json;
using FLChain.Cli.Audit;
using FLChain.Cli.Consortium;
using FLChain.Cli.Ledger;
using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Quantization;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Models;
using Spectre.Console;

namespace FLChain.Cli.Demo;

/// <summary>Sets the stage, plays the story, compares, audits and reports.</summary>
internal static class DemoRunner
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Plays the demo.</summary>
    /// <returns>An exit code; see <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(DemoOptions options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        if (options.Defect() is { } defect) throw new UsageException(defect);
        var data = DemoData.Load(options);
        var model = ModelOf(options, data);
        var temporary = options.Keep is null && options.Network is null;
        var folder = Path.GetFullPath(options.Network ?? options.Keep ?? Directory.CreateTempSubdirectory("flchain-demo-").FullName);
        try
        {
            var result = await PlayAsync(options, data, model, folder, console, cancellationToken);
            return result.AuditPassed && result.Minted == result.SumOfAccounts ? ExitCodes.Success : ExitCodes.Failed;
        }
        finally
        {
            if (temporary) Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<DemoResult> PlayAsync(
        DemoOptions options, DemoData data, IFederatedModel model, string folder, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var view = new ConsoleDemoView(console);
        view.Chapter(options.Network is null
            ? $"An authority, two trainer organizations and a buyer organization start on one embedded peer, in {folder}"
            : $"The parties in {folder} meet on their consortium");
        view.Note($"data: {data.Name}, {data.Train.Count:N0} training samples in {data.Shards.Count} shards, {data.Test.Count:N0} test samples{(data.IsGenerated ? "; these digits are made, not real" : "")}");
        await using var stage = options.Network is null
            ? await DemoStage.EmbedAsync(folder, options.Trainers, cancellationToken)
            : DemoStage.Open(folder, options.Trainers);

        var story = new DemoStory(options, data, model, view);
        var outcome = await story.PlayAsync(stage, cancellationToken);
        view.Chapter("The same training without masks, alone, and with all data in one place");
        var comparison = await Task.Run(() => Comparison.Run(model, data, options, outcome.Sold.Terms.LearningRatePpm / 1e6), cancellationToken);

        await using var ledger = LedgerClient.Connect(stage.Files.AuditorProfile);
        var accounts = await ledger.EvaluateAsync<ConservationAnswer>(TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetConservation, null, cancellationToken);
        view.Chapter("An auditor who trusts nobody executes every transaction again");
        var audit = await DemoAudit.RunAsync(stage, cancellationToken);

        var layout = new PackingLayout(outcome.Sold.Terms.QuantizationBits, outcome.Sold.Terms.MaxTrainers, options.KeyBits, model.ParameterCount);
        var result = new DemoResult
        {
            Dataset = data.Name,
            DatasetIsGenerated = data.IsGenerated,
            Trainers = options.Trainers,
            Threshold = options.Threshold,
            Iterations = options.Iterations,
            Model = model.Describe(),
            KeyBits = options.KeyBits,
            Parameters = model.ParameterCount,
            CiphertextsPerVector = MaskingSchemes.Measure(outcome.Sold.Terms.Masking, layout).Ciphertexts,
            FederationTestAccuracy = outcome.Bought.TestAccuracy,
            UnmaskedTestAccuracy = comparison.Unmasked,
            SingleTestAccuracies = comparison.Singles,
            BestSingleTestAccuracy = comparison.Singles.Max(),
            FullSetTestAccuracy = comparison.FullSet,
            Seconds = outcome.Steps,
            SecondsPerIteration = Math.Round(outcome.SecondsTraining / options.Iterations, 3),
            SecondsTotal = Math.Round(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 3),
            Price = outcome.Sold.Price,
            Blocks = audit.Blocks,
            Transactions = audit.Transactions,
            Minted = accounts.Minted,
            SumOfAccounts = accounts.SumOfAccounts,
            AuditPassed = audit.Passed,
        };
        DemoReport.Write(console, result, accounts, await PartyNames.ReadAsync(ledger, cancellationToken));
        console.WriteLine();
        console.MarkupLine($"The audit: [{(audit.Passed ? "green" : "red")}]{(audit.Passed ? "passed" : "failed")}[/]");
        foreach (var line in AuditReportText.Lines(audit)) console.WriteLine(line);
        if (options.Keep is not null) console.MarkupLine(Markup.Escape($"Kept in {folder}; look around with: flchain status --profile {stage.Files.AuditorProfile} while flchain up --data {folder} runs"));
        if (options.Json is { } file) await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(result, Json), cancellationToken);
        if (options.Serve) await ServeAsync(stage, story, console, cancellationToken);
        return result;
    }

    private static async Task ServeAsync(DemoStage stage, DemoStory story, IAnsiConsole console, CancellationToken cancellationToken)
    {
        await using var gateway = await EmbeddedGateway.StartAsync(stage.Embedded!, port: 0, cancellationToken);
        console.WriteLine();
        gateway.Show(console);
        console.WriteLine("Ctrl-C stops it.");
        await story.GoOnAsync(stage, cancellationToken);
        console.WriteLine("stopping");
    }

    private static IFederatedModel ModelOf(DemoOptions options, DemoData data) => options.Model == "mlp"
        ? new MultilayerPerceptron(data.Train.FeatureCount, options.Hidden, data.Train.LabelCount)
        : new SoftmaxRegression(data.Train.FeatureCount, data.Train.LabelCount);
}
