using FLChain.Gateway.Tests.Index;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace FLChain.Gateway.Tests;

/// <summary>Runs the tests, or builds the index that a crash test kills.</summary>
internal static class EntryPoint
{
    public static async Task<int> Main(string[] args)
    {
        if (KilledIndex.TryRun(args)) return 0;

        // `dotnet test` speaks to a test program as a server; started by hand, it is a console runner.
        return args.Contains("--server") || args.Contains("--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
