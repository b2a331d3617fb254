using FLChain.Core.Ledger;

namespace FLChain.Cli.Demo;

/// <summary>What <c>flchain demo</c> plays.</summary>
internal sealed record DemoOptions
{
    /// <summary>Folder with MNIST's IDX files, or a CSV file with a label column; null for made digits.</summary>
    public string? Data { get; init; }

    /// <summary>Label column of a CSV file, by name or number from 0; null for the last.</summary>
    public string? Label { get; init; }

    /// <summary>Members, 3 to 16.</summary>
    public int Trainers { get; init; } = 4;

    /// <summary>Unmasking shares needed, 2 to <see cref="Trainers"/>.</summary>
    public int Threshold { get; init; } = 3;

    public int Iterations { get; init; } = 20;

    /// <summary><c>softmax</c> or <c>mlp</c>.</summary>
    public string Model { get; init; } = "softmax";

    /// <summary>Hidden units of the multilayer perceptron.</summary>
    public int Hidden { get; init; } = 32;

    /// <summary>2048 or 3072.</summary>
    public int KeyBits { get; init; } = 2048;

    public int BatchSize { get; init; } = 64;

    public long Seed { get; init; } = 1;

    /// <summary>Folder of the parties of a consortium that runs already; null for an embedded one.</summary>
    public string? Network { get; init; }

    /// <summary>The model's id on the ledger.</summary>
    public string Fid { get; init; } = "digits-demo";

    /// <summary>Folder to keep everything in, and to go on in; null for a temporary one.</summary>
    public string? Keep { get; init; }

    /// <summary>Whether the consortium goes on afterwards, with the gateway's pages.</summary>
    public bool Serve { get; init; }

    /// <summary>File that gets the figures; null for none.</summary>
    public string? Json { get; init; }

    /// <summary>What is wrong with the options, in words, or null.</summary>
    public string? Defect()
    {
        if (Trainers is < 3 or > 16) return "--trainers is 3 to 16: a sum of fewer than three gradients is never unmasked";
        if (Threshold < 2 || Threshold > Trainers) return $"--threshold is 2 to {Trainers}, the number of trainers";
        if (Iterations is < 1 or > 100_000) return "--iterations is 1 to 100,000";
        if (Model is not ("softmax" or "mlp")) return "--model is softmax or mlp";
        if (Hidden is < 1 or > 4096) return "--hidden is 1 to 4096";
        if (KeyBits is not (2048 or 3072)) return "--key-bits is 2048 or 3072";
        if (BatchSize is < 1 or > 10_000) return "--batch is 1 to 10,000";
        if (Seed is < 0 or > 1_000_000_000_000) return "--seed is 0 to 1,000,000,000,000";
        if (!Naming.IsFid(Fid)) return "--fid is 3 to 64 lower-case letters, digits and hyphens";
        if (Network is not null && Keep is not null) return "--keep belongs to the embedded consortium; --network keeps everything by itself";
        if (Network is not null && Serve) return "--serve belongs to the embedded consortium; a gateway beside --network is started by itself";
        return Data is not null && !File.Exists(Data) && !Directory.Exists(Data) ? $"--data: there is no file or folder '{Data}'" : null;
    }
}
