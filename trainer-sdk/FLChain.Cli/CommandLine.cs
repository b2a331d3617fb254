using System.CommandLine;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.Cli;

/// <summary>Runs a command and turns what goes wrong into a line for people and an exit code for programs.</summary>
internal static class CommandLine
{
    // After Ctrl-C, for what runs to be finished and temporary folders to be removed.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> InvokeAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await parsed.InvokeAsync();
            return ExitCodes.CouldNotRun;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TerminationTimeout });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("interrupted");
            return ExitCodes.Interrupted;
        }
        catch (Exception error) when (error is UsageException or InvalidDataException or IOException or UnauthorizedAccessException or LedgerException)
        {
            await Console.Error.WriteLineAsync($"flchain: {error.Message}");
            return ExitCodes.CouldNotRun;
        }
    }
}
