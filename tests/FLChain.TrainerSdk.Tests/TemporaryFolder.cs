namespace FLChain.TrainerSdk.Tests;

/// <summary>A folder that is gone after the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("flchain-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
