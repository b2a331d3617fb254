namespace FLChain.DevPeer.Material;

/// <summary>Files and folders that only their owner can read: they hold private keys.</summary>
internal static class OwnerOnlyFiles
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Key = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        // The runtime gives the mode to the last folder only; those above it are made here too.
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent && !Directory.Exists(parent))
            CreateFolder(parent);
        Directory.CreateDirectory(path, Folder);
    }

    // The file has its mode before it has its content.
    public static void Write(string path, string text)
    {
        CreateFolder(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Key;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    /// <summary>
    /// Fills a new folder through <paramref name="fill"/> and only then gives it its name, so that a crash leaves no half
    /// of it. When another process was faster, its folder stands.
    /// </summary>
    public static void CreateWhole(string path, Action<string> fill)
    {
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path)!;
        CreateFolder(parent);
        var draft = Path.Combine(parent, $".draft-{Guid.NewGuid():N}");
        CreateFolder(draft);
        try
        {
            fill(draft);
            Directory.Move(draft, path);
        }
        catch (IOException) when (Directory.Exists(path))
        {
            Directory.Delete(draft, recursive: true);
        }
        catch
        {
            Directory.Delete(draft, recursive: true);
            throw;
        }
    }
}
