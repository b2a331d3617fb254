namespace FLChain.EndToEnd.Tests.Demo;

/// <summary>Tests that run the command as a child process: one after the other, each of them uses all cores by itself.</summary>
[CollectionDefinition(Name)]
public sealed class ChildProcesses
{
    public const string Name = "child processes";
}
