namespace FLChain.TrainerSdk.Tests;

/// <summary>Finds the checkout that the tests were built from, and the real data sets beside it.</summary>
internal static class RepositoryRoot
{
    private const string DataVariable = "FLCHAIN_DATA";

    /// <summary>The folder of FLChain.sln; skips the test where there is none (a published build).</summary>
    public static string Path
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(System.IO.Path.Combine(folder.FullName, "FLChain.sln")))
                    return folder.FullName;
            }
            Assert.Skip("There is no FLChain.sln above the tests.");
            return string.Empty;
        }
    }

    /// <summary>
    /// A real data set: FLCHAIN_DATA/name, or shared/data/name beside one of the folders above the checkout. Skips the
    /// test, by name, when it is missing.
    /// </summary>
    public static string RequireData(string name)
    {
        string? configured = Environment.GetEnvironmentVariable(DataVariable);
        var candidates = new List<string>();
        if (!string.IsNullOrEmpty(configured))
            candidates.Add(System.IO.Path.Combine(configured, name));
        for (DirectoryInfo? folder = Directory.GetParent(Path); folder is not null; folder = folder.Parent)
            candidates.Add(System.IO.Path.Combine(folder.FullName, "shared", "data", name));
        string? found = candidates.FirstOrDefault(System.IO.Path.Exists);
        if (found is null)
            Assert.Skip($"The data set {name} is missing: neither under {DataVariable} nor in ../shared/data.");
        return found;
    }
}
