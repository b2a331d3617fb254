using System.Security.Cryptography;
using FLChain.Core.Filters;

namespace FLChain.Gateway.Hosting;

/// <summary>The gateway's data on disk, for its owner alone. One process has it at a time.</summary>
internal sealed class GatewayFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _path;
    private readonly FileStream _lock;

    private GatewayFolder(string path, FileStream held)
    {
        _path = path;
        _lock = held;
    }

    public string Index => In("index.db");

    public string Database => In("gateway.db");

    public string MasterKey => In("master.key");

    public string Keys => In("keys");

    public string Artifacts => In("artifacts");

    /// <summary>Takes the folder, which is made when it is missing.</summary>
    /// <exception cref="IOException">It cannot be used, or another gateway has it.</exception>
    public static GatewayFolder Take(string path)
    {
        path = Path.GetFullPath(path);
        Create(path);
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(path, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new IOException($"another gateway has '{path}'", error);
        }

        var folder = new GatewayFolder(path, held);
        Create(folder.Keys);
        return folder;
    }

    /// <summary>The secret seed of the filter's hashes, drawn once.</summary>
    public byte[] FilterSeed()
    {
        var path = In("filter-seed");
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: FilterOptions.SeedBytes } seed) return seed;
        seed = RandomNumberGenerator.GetBytes(FilterOptions.SeedBytes);
        File.WriteAllBytes(path + ".new", seed);
        File.Move(path + ".new", path, overwrite: true);
        return seed;
    }

    /// <summary>A file in the folder.</summary>
    public string In(string name) => Path.Combine(_path, name);

    public void Dispose() => _lock.Dispose();

    /// <summary>Makes a folder for its owner alone, unless it is there.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly);
    }
}
