using System.Diagnostics;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Gateway.Tests.Index;

/// <summary>A process that takes blocks from a file into an index and is killed meanwhile.</summary>
internal sealed class KilledIndex : IDisposable
{
    private const string Argument = "--index-blocks";
    private readonly Process _process;

    private KilledIndex(Process process) => _process = process;

    /// <summary>The other end: takes in one block after another and says so, until it is killed or done. False when the arguments ask for something else.</summary>
    public static bool TryRun(string[] arguments)
    {
        if (arguments is not [Argument, var blocks, var path]) return false;
        using var index = TestIndex.Open(path);
        foreach (var block in Load(blocks).Skip((int)index.Height.Blocks))
        {
            index.Apply([block]);
            Console.WriteLine(index.Height.Blocks);
        }

        Console.WriteLine("done");
        return true;
    }

    public static KilledIndex Start(string blocks, string path) => new(Process.Start(
        new ProcessStartInfo(Path.ChangeExtension(typeof(KilledIndex).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null))
        {
            RedirectStandardOutput = true,
            ArgumentList = { Argument, blocks, path },
        })!);

    public static void Save(string path, IEnumerable<Block> blocks)
    {
        using var file = File.Create(path);
        foreach (var block in blocks) block.WriteDelimitedTo(file);
    }

    /// <summary>Lets it take in some blocks, then SIGKILL: no handler runs, nothing is flushed.</summary>
    /// <returns>Whether it was done before.</returns>
    public async Task<bool> KillAfterAsync(int blocks, CancellationToken cancellationToken)
    {
        for (var taken = 0; taken < blocks; taken++)
            if (await _process.StandardOutput.ReadLineAsync(cancellationToken) is null or "done")
                return true;
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        return false;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static IEnumerable<Block> Load(string path)
    {
        using var file = File.OpenRead(path);
        while (file.Position < file.Length) yield return Block.Parser.ParseDelimitedFrom(file);
    }
}
