using System.Diagnostics;

namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>Runs <c>network/fabric/network.sh</c>.</summary>
internal static class NetworkScript
{
    private static readonly TimeSpan s_longestRun = TimeSpan.FromMinutes(5);

    /// <summary>The script.</summary>
    public static string File { get; } = Path.Combine(RepositoryRoot.Path, "network", "fabric", "network.sh");

    /// <summary>Runs a command to its end; each variable replaces the inherited one, null removes it.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken, params string[] arguments) =>
        BashAsync(environment, [File, .. arguments], cancellationToken);

    /// <summary>As the other, for functions of the script by themselves; the options are read.</summary>
    public static Task<(int ExitCode, string Output)> CallAsync(IReadOnlyDictionary<string, string?> environment, string commands, CancellationToken cancellationToken) =>
        BashAsync(environment, ["-c", $". '{File}'; read_options; {commands}"], cancellationToken);

    private static async Task<(int ExitCode, string Output)> BashAsync(IReadOnlyDictionary<string, string?> environment, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_longestRun);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await errors);
    }
}
