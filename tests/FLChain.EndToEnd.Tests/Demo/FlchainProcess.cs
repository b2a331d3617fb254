using System.Diagnostics;
using System.Text;

namespace FLChain.EndToEnd.Tests.Demo;

/// <summary>The built <c>flchain</c> command, or another program of the product, as a child process.</summary>
internal sealed class FlchainProcess : IDisposable
{
    // The longest of them plays MNIST, for minutes on a busy machine.
    private static readonly TimeSpan s_longestRun = TimeSpan.FromMinutes(20);
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private FlchainProcess(Process process) => _process = process;

    /// <summary>What it has written to both of its streams.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    public bool HasExited => _process.HasExited;

    public static FlchainProcess Start(params string[] arguments) => StartProgram("FLChain.Cli", null, arguments);

    /// <summary>As the other, with an environment of its own.</summary>
    public static FlchainProcess StartProgram(string assembly, string? input, params string[] arguments) => StartProgram(assembly, input, new Dictionary<string, string>(), arguments);

    /// <summary>Starts a program that lies beside the tests.</summary>
    /// <param name="assembly">Its name.</param>
    /// <param name="input">What it reads from its standard input; null for nothing.</param>
    /// <param name="environment">Variables beside those that it inherits.</param>
    /// <param name="arguments">Its arguments.</param>
    public static FlchainProcess StartProgram(string assembly, string? input, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = input is not null,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var child = new FlchainProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Heard(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Heard(line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        if (input is null) return child;
        child._process.StandardInput.Write(input);
        child._process.StandardInput.Close();
        return child;
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_longestRun);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits until it has written something, or has ended.</summary>
    public async Task UntilWrittenAsync(string text, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_longestRun);
        while (!Output.Contains(text, StringComparison.Ordinal) && !HasExited) await Task.Delay(100, limit.Token);
        Assert.Contains(text, Output, StringComparison.Ordinal);
    }

    /// <summary>SIGTERM, which it takes for Ctrl-C; a shell in the background has its children ignore SIGINT itself.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGKILL: it can do nothing about it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private void Heard(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
    }
}
