using System.Diagnostics;

namespace FLChain.Cli.Tests.Commands;

/// <summary>The built <c>flchain</c> as a child process.</summary>
internal static class CliProcess
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(typeof(ExitCodes).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
    }

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Start(arguments);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>What a command that succeeds prints.</summary>
    public static async Task<string> TextAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(cancellationToken, arguments);
        Assert.True(exitCode == ExitCodes.Success, $"{string.Join(' ', arguments)}: {exitCode} {output} {error}");
        return output;
    }

    /// <summary>Checks that a command could not run, and says the reason.</summary>
    public static async Task CannotRunAsync(string reason, string[] arguments, CancellationToken cancellationToken)
    {
        var (exitCode, output, error) = await RunAsync(cancellationToken, arguments);
        Assert.True(exitCode == ExitCodes.CouldNotRun, $"{string.Join(' ', arguments)}: {exitCode} {output} {error}");
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }
}
