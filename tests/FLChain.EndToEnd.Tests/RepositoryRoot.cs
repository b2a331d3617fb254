namespace FLChain.EndToEnd.Tests;

internal static class RepositoryRoot
{
    /// <summary>The folder that holds FLChain.sln.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "FLChain.sln")))
                return folder.FullName;
        throw new InvalidOperationException("FLChain.sln is in no folder above the tests");
    }
}
