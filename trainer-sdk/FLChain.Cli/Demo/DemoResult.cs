namespace FLChain.Cli.Demo;

/// <summary>The figures of a demo, one flat object in JSON. Accuracies are 0 to 1 on the test set; amounts are in the smallest unit.</summary>
internal sealed record DemoResult
{
    public required string Dataset { get; init; }

    public required bool DatasetIsGenerated { get; init; }

    public required int Trainers { get; init; }

    public required int Threshold { get; init; }

    public required int Iterations { get; init; }

    public required string Model { get; init; }

    public required int KeyBits { get; init; }

    public required int Parameters { get; init; }

    public required int CiphertextsPerVector { get; init; }

    /// <summary>Of the model that was sold, computed from the file that the buyer opened.</summary>
    public required double FederationTestAccuracy { get; init; }

    /// <summary>The same training without masks: same seed, shards, batches and initial weights.</summary>
    public required double UnmaskedTestAccuracy { get; init; }

    /// <summary>Of each trainer alone, with the same number of steps.</summary>
    public required IReadOnlyList<double> SingleTestAccuracies { get; init; }

    public required double BestSingleTestAccuracy { get; init; }

    /// <summary>All data in one place, with the same number of steps.</summary>
    public required double FullSetTestAccuracy { get; init; }

    /// <summary>What one trainer spent on each step, all iterations together, on average over the trainers.</summary>
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    public required double SecondsPerIteration { get; init; }

    public required double SecondsTotal { get; init; }

    public required long Price { get; init; }

    public required ulong Blocks { get; init; }

    public required long Transactions { get; init; }

    public required long Minted { get; init; }

    public required long SumOfAccounts { get; init; }

    public required bool AuditPassed { get; init; }
}
