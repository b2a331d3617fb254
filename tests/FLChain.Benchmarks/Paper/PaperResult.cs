namespace FLChain.Benchmarks.Paper;

/// <summary>What one experiment gave.</summary>
internal sealed record PaperResult
{
    public required int Trainers { get; init; }

    public required int Threshold { get; init; }

    public required int SamplesPerTrainer { get; init; }

    public required int Iterations { get; init; }

    public required string Model { get; init; }

    public required int Parameters { get; init; }

    public required string Masking { get; init; }

    public required int ModulusBits { get; init; }

    /// <summary>The model of each trainer, in order.</summary>
    public required IReadOnlyList<Accuracy> Accuracies { get; init; }

    public required LedgerFigures Ledger { get; init; }

    public required bool AuditPassed { get; init; }

    /// <summary>The audit's report as text.</summary>
    public required IReadOnlyList<string> Audit { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }
}
