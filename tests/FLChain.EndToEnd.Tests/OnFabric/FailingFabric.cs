namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>A FABRIC_HOME whose <c>peer</c> refuses one command and is Fabric's own for all others.</summary>
internal sealed class FailingFabric : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-failing-test-").FullName;

    /// <param name="refused">How the refused command begins, without the program's name.</param>
    public FailingFabric(string refused)
    {
        var programs = Path.Combine(Environment.GetEnvironmentVariable("FABRIC_HOME")!, "bin");
        var bin = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        foreach (var program in Directory.EnumerateFiles(programs))
            if (Path.GetFileName(program) != "peer") File.CreateSymbolicLink(Path.Combine(bin, Path.GetFileName(program)), program);
        var peer = Path.Combine(bin, "peer");
        File.WriteAllText(peer, $"""
            #!/bin/sh
            case "$*" in "{refused}"*) echo "refused by the test" >&2; exit 1 ;; esac
            exec "{programs}/peer" "$@"

            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(peer, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What FABRIC_HOME is.</summary>
    public string Home => _folder;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
