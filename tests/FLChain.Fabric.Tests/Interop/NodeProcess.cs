using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace FLChain.Fabric.Tests.Interop;

/// <summary>
/// A script of <c>tests/interop</c>, which runs the official Fabric packages. It is told what to do, and tells what
/// happened, in lines of JSON.
/// </summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<JsonObject> _lines = Channel.CreateUnbounded<JsonObject>();
    private readonly ConcurrentQueue<string> _noise = new();
    private readonly List<JsonObject> _unread = [];
    private int _lastId;

    private NodeProcess(Process process) => _process = process;

    /// <summary>Starts a script, or skips the test where Node or its packages are not there.</summary>
    public static NodeProcess Start(string script, IReadOnlyDictionary<string, string> environment)
    {
        string folder = Path.Combine(FindRepository(), "tests", "interop");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "fabric-shim")))
        {
            SkipOrFail("the official Fabric packages for Node are not installed: run \"npm ci\" in tests/interop");
        }

        var start = new ProcessStartInfo("node", [script])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var node = new NodeProcess(new Process { StartInfo = start });
            node.Listen();
            return node;
        }
        catch (Win32Exception)
        {
            SkipOrFail("Node is not installed");
            throw;
        }
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    public async Task<JsonObject> AskAsync(JsonObject command)
    {
        int id = ++_lastId;
        command["id"] = id;
        await _process.StandardInput.WriteLineAsync(command.ToJsonString());
        await _process.StandardInput.FlushAsync();
        return await ReadAsync(line => (int?)line["id"] == id);
    }

    /// <summary>The next line that fits; the others are kept for later.</summary>
    public async Task<JsonObject> ReadAsync(Func<JsonObject, bool> fits)
    {
        if (_unread.FirstOrDefault(fits) is { } kept)
        {
            _unread.Remove(kept);
            return kept;
        }

        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await foreach (JsonObject line in _lines.Reader.ReadAllAsync(limit.Token))
            {
                if (fits(line))
                {
                    return line;
                }

                _unread.Add(line);
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with what the script said instead.
        }

        Assert.Fail($"the script did not answer: {string.Join('\n', _unread.Select(line => line.ToJsonString()).Concat(_noise))}");
        return [];
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // Where the packages are meant to be there, a missing one must not look like success.
    private static void SkipOrFail(string reason)
    {
        Assert.False(Environment.GetEnvironmentVariable("FLCHAIN_REQUIRE_INTEROP") == "1", reason);
        Assert.Skip(reason);
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FLChain.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }

    private void Listen()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => _noise.Enqueue(line.Data ?? string.Empty);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _lines.Writer.TryComplete();
            return;
        }

        try
        {
            _lines.Writer.TryWrite(JsonNode.Parse(line)!.AsObject());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException)
        {
            // The libraries' own log.
            _noise.Enqueue(line);
        }
    }
}
