using System.Text.Json;
using FLChain.Cryptography.ThresholdPaillier;
using FLChain.TrainerSdk.Market;
using FLChain.TrainerSdk.Progress;
using FLChain.TrainerSdk.Training;
using Microsoft.Extensions.Logging;

namespace FLChain.TrainerSdk;

/// <summary>How a trainer, a buyer or an authority connects and where it keeps its things.</summary>
public sealed class TrainerOptions
{
    /// <summary>Connection profile of the consortium, with the identity to act as (see <c>ConnectionProfile</c>).</summary>
    public required string Profile { get; init; }

    /// <summary>Folder for keys and checkpoints, made when it is missing, for its owner alone.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Where encrypted models are kept. Default: the folder <c>artifacts</c> beside the state.</summary>
    public IArtifactStore? Artifacts { get; init; }

    /// <summary>Hears of every step; called from several threads. Default: nobody.</summary>
    public IProgress<TrainingEvent>? Progress { get; init; }

    /// <summary>Where retries and reconnections to the peers are logged. Default: nowhere.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Whether partners' proofs are verified. Default: true.</summary>
    public bool VerifyPartners { get; init; } = true;

    /// <summary>
    /// Whether misbehavior that this trainer can prove is reported, for the policy's fee, which the reward exceeds; that
    /// needs <see cref="VerifyPartners"/> for what partners submit. Default: true.
    /// </summary>
    public bool ReportMisbehavior { get; init; } = true;

    /// <summary>Most threads for cryptography; 0 for one on each core. Default: 0.</summary>
    public int MaxParallelism { get; init; }

    /// <summary>Key lengths that are accepted and dealt. Tests deal short ones, which anyone can break.</summary>
    internal KeySizePolicy KeySizes { get; init; } = KeySizePolicy.Production;

    /// <summary>What this party gives at each step.</summary>
    internal Conduct Conduct { get; init; } = Conduct.Honest;

    /// <summary>
    /// Reads a JSON file of <c>profile</c>, <c>stateDirectory</c> and optionally <c>artifactsDirectory</c>,
    /// <c>verifyPartners</c>, <c>reportMisbehavior</c>, <c>maxParallelism</c>; relative paths are seen from the file's folder.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not such a JSON; the message says where.</exception>
    public static TrainerOptions Load(string path, IProgress<TrainingEvent>? progress = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"there is no options file '{path}'", path);
        OptionsFile file;
        try
        {
            file = JsonSerializer.Deserialize<OptionsFile>(File.ReadAllBytes(path), OptionsFile.Json)
                ?? throw new InvalidDataException($"'{path}' is empty");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"'{path}' is not an options file: {error.Message}", error);
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new TrainerOptions
        {
            Profile = Path.Combine(folder, file.Profile),
            StateDirectory = Path.Combine(folder, file.StateDirectory),
            Artifacts = file.ArtifactsDirectory is { } artifacts ? new FolderArtifactStore(Path.Combine(folder, artifacts)) : null,
            VerifyPartners = file.VerifyPartners,
            ReportMisbehavior = file.ReportMisbehavior,
            MaxParallelism = file.MaxParallelism,
            Progress = progress,
        };
    }

    private sealed record OptionsFile(
        string Profile, string StateDirectory, string? ArtifactsDirectory = null, bool VerifyPartners = true, bool ReportMisbehavior = true, int MaxParallelism = 0)
    {
        public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
            ReadCommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
        };
    }
}
