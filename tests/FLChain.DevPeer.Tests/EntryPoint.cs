using FLChain.DevPeer.Tests.Restart;

namespace FLChain.DevPeer.Tests;

/// <summary>Runs the tests, or hosts the peer that a crash test kills.</summary>
internal static class EntryPoint
{
    public static async Task<int> Main(string[] args)
    {
        if (await CrashHost.TryRunAsync(args))
            return 0;
        return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
