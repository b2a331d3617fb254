using System.Security.Cryptography;
using FLChain.Benchmarks.Federations;
using FLChain.Cli.Audit;
using FLChain.Cryptography.Envelopes;
using FLChain.TrainerSdk.Training;

namespace FLChain.Benchmarks.Paper;

/// <summary>One federation of the paper from its first iteration to the audit of its whole chain; goes on where an earlier run was cut off.</summary>
internal sealed class PaperExperiment(PaperOptions options, PaperData data, int trainers, Action<string> say)
{
    // What the report stands for: a passed audit has left none of these out.
    private static readonly AuditCheckKind[] Whole = [AuditCheckKind.Payloads, AuditCheckKind.Proofs, AuditCheckKind.Aggregates, AuditCheckKind.Shares];

    private readonly string _folder = Path.Combine(options.State, $"trainers-{trainers}");

    /// <summary>More than half of the trainers: no smaller group can unmask anything.</summary>
    private int Threshold => (trainers / 2) + 1;

    public IterationLog Log { get; } = Open(options, trainers);

    public async Task<PaperResult> RunAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder, "result.json");
        if (JsonFile.Read<PaperResult>(file) is { } finished) return finished;
        var plan = new FederationPlan
        {
            Directory = Path.Combine(_folder, "consortium"),
            Model = data.Model,
            Shards = data.Shards(trainers, 1),
            Iterations = options.Iterations,
            Threshold = Threshold,
            BatchSize = options.BatchSize,
            LearningRate = options.LearningRate,
            PayloadBlocksToLive = options.PayloadBlocksToLive,
        };
        say($"{trainers} trainers: the consortium starts, the keys are dealt");
        await using var federation = await PlayedFederation.StartAsync(plan, cancellationToken);
        using var auditKey = AuditKeyOf(federation.Members[0]);
        var follower = new ChainFollower(_folder, federation.Files.AuditorProfile, auditKey, options.PayloadBlocksToLive, () => federation.Height);
        var audit = follower.RunAsync(cancellationToken);
        var result = await TrainAsync(plan, federation, follower, audit, cancellationToken);
        JsonFile.Write(file, result);
        return result;
    }

    private async Task<PaperResult> TrainAsync(
        FederationPlan plan, PlayedFederation federation, ChainFollower follower, Task<AuditReport> audit, CancellationToken cancellationToken)
    {
        using var progress = new PaperProgress(trainers, options.Iterations, federation.Times, Log, say);
        var training = federation.TrainAsync(cancellationToken, (_, token) => follower.KeepUpAsync(token));
        // An audit that cannot go on must not let the payloads expire unseen.
        if (await Task.WhenAny(training, audit) == audit) await audit;
        await training;
        var sold = await federation.FinishAsync(cancellationToken);
        var accuracies = federation.Members.Select(member => data.Judge(member.Weights)).ToArray();
        var figures = await LedgerFigures.MeasureAsync(federation, options.Iterations, cancellationToken);
        follower.Stop();
        say($"{trainers} trainers: the rest of the chain is audited");
        var report = await audit;
        return new PaperResult
        {
            Trainers = trainers,
            Threshold = Threshold,
            SamplesPerTrainer = plan.Shards[0].Count,
            Iterations = options.Iterations,
            Model = data.Model.Describe(),
            Parameters = data.Model.ParameterCount,
            Masking = sold.Terms.Masking,
            ModulusBits = sold.Terms.ModulusBits,
            Accuracies = accuracies,
            Ledger = figures,
            AuditPassed = report.Passed && !report.Skipped.Any(skipped => Whole.Contains(skipped.Check)),
            Audit = [.. AuditReportText.Lines(report)],
            FinishedAt = DateTimeOffset.UtcNow,
        };
    }

    private static AuditKey AuditKeyOf(Federation member)
    {
        var exported = member.ExportAuditKey();
        try
        {
            return AuditKey.FromBytes(exported);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(exported);
        }
    }

    private static IterationLog Open(PaperOptions options, int trainers)
    {
        var folder = Path.Combine(options.State, $"trainers-{trainers}");
        Directory.CreateDirectory(folder);
        return new IterationLog(Path.Combine(folder, "iterations.csv"));
    }
}
