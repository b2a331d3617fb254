namespace FLChain.Benchmarks.Paper;

/// <summary>What all figures in a state folder depend on: a run with others must not take them up.</summary>
internal sealed record PaperSettings(string Data, int TrainingSamples, string Model, int Iterations, int BatchSize, double LearningRate, ulong PayloadBlocksToLive)
{
    public static PaperSettings Of(PaperOptions options, PaperData data) => new(
        data.Name, data.Split.Train.Count, data.Model.Describe(), options.Iterations, options.BatchSize, options.LearningRate, options.PayloadBlocksToLive);

    /// <summary>Takes an empty folder for these settings, or finds them in it.</summary>
    /// <exception cref="InvalidDataException">The folder holds a run with other settings, or with unknown ones.</exception>
    public void Claim(string folder)
    {
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, "settings.json");
        var found = JsonFile.Read<PaperSettings>(file);
        if (found == this) return;
        if (found is not null) throw new InvalidDataException($"{folder} holds a run with {found}, not with {this}: name another folder with --state");
        if (Directory.EnumerateFiles(folder, "*.json").Any() || Directory.EnumerateDirectories(folder, "trainers-*").Any())
            throw new InvalidDataException($"{folder} holds a run that does not say what its settings were: name another folder with --state");
        JsonFile.Write(file, this);
    }
}
