using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FLChain.Core.Ledger;
using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Inspections;

/// <summary>
/// What a member keeps of the iterations of one federation in which a gradient was drawn: <c>N.gradient</c> for its own
/// (<see cref="KeptGradient"/>), <c>N.weights</c> for those of partners alone: the SHA-512, in hex, of the weights before
/// the iteration. It is made when the first is kept, for its owner alone.
/// </summary>
internal sealed class InspectionFolder(string stateDirectory, string fid)
{
    private const string Name = "inspections";
    private readonly string _folder = Path.Combine(stateDirectory, fid, Name);

    /// <summary>Iterations of which something is kept, ascending.</summary>
    public IReadOnlyList<int> Iterations => Directory.Exists(_folder)
        ? [.. Directory.EnumerateFiles(_folder).Select(IterationOf).OfType<int>().Distinct().Order()]
        : [];

    /// <summary>Federations of which something is kept.</summary>
    public static IReadOnlyList<string> Federations(string stateDirectory) => Directory.Exists(stateDirectory)
        ? [.. Directory.EnumerateDirectories(stateDirectory).Where(folder => Directory.Exists(Path.Combine(folder, Name))).Select(folder => Path.GetFileName(folder)).Where(Naming.IsFid)]
        : [];

    /// <summary>The member's own drawn gradient, or null when it is not kept, or not whole.</summary>
    public KeptGradient? LoadGradient(int iteration)
    {
        var path = GradientPath(iteration);
        if (!File.Exists(path)) return null;
        var bytes = File.ReadAllBytes(path);
        try
        {
            return KeptGradient.TryDecode(bytes) is { } kept && kept.Iteration == iteration ? kept : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public void Save(KeptGradient kept)
    {
        OwnerOnlyFile.CreateFolder(_folder);
        var bytes = kept.Encode();
        OwnerOnlyFile.Write(GradientPath(kept.Iteration), bytes);
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <summary>SHA-512 of the weights before an iteration in which a partner's gradient was drawn, or null.</summary>
    public string? LoadWeightsDigest(int iteration)
    {
        var path = WeightsPath(iteration);
        return File.Exists(path) && File.ReadAllText(path) is var digest && Naming.IsDigest(digest) ? digest : null;
    }

    public void SaveWeightsDigest(int iteration, string digest)
    {
        OwnerOnlyFile.CreateFolder(_folder);
        OwnerOnlyFile.Write(WeightsPath(iteration), Encoding.ASCII.GetBytes(digest));
    }

    /// <summary>Erases what is kept of an iteration.</summary>
    public void Forget(int iteration)
    {
        OwnerOnlyFile.Erase(GradientPath(iteration));
        OwnerOnlyFile.Erase(WeightsPath(iteration));
        if (Directory.Exists(_folder) && !Directory.EnumerateFileSystemEntries(_folder).Any()) Directory.Delete(_folder);
    }

    private string GradientPath(int iteration) => PathOf(iteration, "gradient");

    private string WeightsPath(int iteration) => PathOf(iteration, "weights");

    private string PathOf(int iteration, string kind) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{iteration}.{kind}"));

    private static int? IterationOf(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var iteration) ? iteration : null;
}
