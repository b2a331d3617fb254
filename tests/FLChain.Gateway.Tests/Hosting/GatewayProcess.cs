using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using FLChain.Gateway.Hosting;

namespace FLChain.Gateway.Tests.Hosting;

/// <summary>The gateway's program in a process of its own.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GatewayProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Whether it was killed, rather than ended by itself.</summary>
    public bool WasKilled => _process.ExitCode is 128 + 9;

    public static GatewayProcess Start(string profile, string data) => new(Process.Start(StartOf("serve", profile, data, "--public-market", "true", "--urls", "http://127.0.0.1:0"))!);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string command, string profile, string data)
    {
        using var process = Process.Start(StartOf(command, profile, data))!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + errors);
    }

    /// <summary>Waits until so many blocks are in its index.</summary>
    public async Task HasBlocksAsync(int blocks, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = await _listens.Task.WaitAsync(Patience, cancellationToken) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        while ((await client.GetFromJsonAsync<JsonElement>("/v1/status", limit.Token)).GetProperty("index").GetProperty("blocks").GetInt32() < blocks)
            await Task.Delay(5, limit.Token);
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private static ProcessStartInfo StartOf(string command, string profile, string data, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(GatewayHost).Assembly.Location, command, "--profile", profile, "--data", data, .. more]) start.ArgumentList.Add(argument);
        return start;
    }

    private void Read(string? line)
    {
        if (line is null) return;

        // Each line is an object, also what the framework says.
        var message = JsonSerializer.Deserialize<JsonElement>(line).GetProperty("Message").GetString()!;
        if (message.StartsWith("Now listening on: ", StringComparison.Ordinal)) _listens.TrySetResult(new Uri(message[18..]));
    }
}
