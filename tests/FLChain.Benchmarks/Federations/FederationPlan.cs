using FLChain.Cryptography.ThresholdPaillier;
using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;

namespace FLChain.Benchmarks.Federations;

/// <summary>A federation to be played on the embedded peer, all its trainers in this process.</summary>
internal sealed record FederationPlan
{
    public const string Fid = "bench";

    /// <summary>Everything is kept here; a federation that is there goes on.</summary>
    public required string Directory { get; init; }

    public required IFederatedModel Model { get; init; }

    /// <summary>Folder with the parties of a consortium that runs already; null for an embedded one in <see cref="Directory"/>.</summary>
    public string? Parties { get; init; }

    /// <summary>How many of the last trainers run as scripts elsewhere: see <see cref="PlayedFederation.ElsewhereAsync"/>.</summary>
    public int Elsewhere { get; init; }

    /// <summary>Each trainer's own data.</summary>
    public required IReadOnlyList<Dataset> Shards { get; init; }

    /// <summary>Iterations that the terms name.</summary>
    public required int Iterations { get; init; }

    /// <summary>Masking scheme of the terms; null for what <see cref="TrainerSdk.FederationTerms"/> gives.</summary>
    public string? Masking { get; init; }

    /// <summary>Unmasking shares needed.</summary>
    public int Threshold { get; init; } = 3;

    public int BatchSize { get; init; } = 64;

    public double LearningRate { get; init; } = 0.5;

    /// <summary>Of batches and initial weights.</summary>
    public long Seed { get; init; } = 1;

    public int ModulusBits { get; init; } = SecurityParameters.DefaultModulusBits;

    /// <summary>Blocks that payloads outlive their own; 0 for ever.</summary>
    public ulong PayloadBlocksToLive { get; init; }

    /// <summary>Seed of the batches of the trainer in place <paramref name="place"/>, from 0.</summary>
    public long SeedOf(int place) => checked((Seed * 1_000) + place + 1);
}
