using System.Diagnostics;

namespace FLChain.Benchmarks;

/// <summary>What was measured in one run, and on what.</summary>
/// <param name="Commit">The sources' commit, with <c>+</c> where they had changed since, documents aside; null where git does not know.</param>
/// <param name="Machine">The machine.</param>
internal sealed record BenchRun(string? Commit, Machine Machine)
{
    /// <summary>This run.</summary>
    public static BenchRun Here()
    {
        var commit = Git("rev-parse", "--short=12", "HEAD");
        var changed = Git("status", "--porcelain", "--untracked-files=no", "--", ":!docs") is { Length: > 0 };
        return new BenchRun(changed ? $"{commit}+" : commit, Machine.Here());
    }

    private static string? Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
