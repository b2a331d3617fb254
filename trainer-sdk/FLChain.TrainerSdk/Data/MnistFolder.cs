namespace FLChain.TrainerSdk.Data;

/// <summary>A folder with MNIST's four files, or four of the same form, plain or gzip.</summary>
public static class MnistFolder
{
    private const int LabelCount = 10;

    // 5,000 of 60,000, as in the paper's section VI.
    private const int ValidationDivisor = 12;

    /// <summary>Whether a folder holds the four files.</summary>
    /// <param name="folder">The folder.</param>
    public static bool Contains(string folder) =>
        Names.All(name => Find(folder, name) is not null);

    /// <summary>
    /// Loads the four files, split as in the paper: the first twelfth of the training file (5,000 for MNIST) is the
    /// validation set, the rest (55,000) the training set, the test file (10,000) the test set.
    /// </summary>
    /// <param name="folder">Holds train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and
    /// t10k-labels-idx1-ubyte, each with or without <c>.gz</c>; a dot may stand for the second hyphen.</param>
    /// <exception cref="FileNotFoundException">One of the files is missing; it is named.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or they do not fit each other.</exception>
    public static DataSplit Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Dataset train = LoadPair(folder, Names[0], Names[1]);
        Dataset test = LoadPair(folder, Names[2], Names[3]);
        if (train.FeatureCount != test.FeatureCount)
            throw new InvalidDataException($"Images of {train.FeatureCount} and of {test.FeatureCount} pixels in '{folder}'.");
        return DatasetSplitter.HoldOutFirst(train, train.Count / ValidationDivisor, test);
    }

    private static string[] Names =>
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    private static Dataset LoadPair(string folder, string images, string labels) =>
        IdxReader.Join(IdxReader.Read(Require(folder, images)), IdxReader.Read(Require(folder, labels)), LabelCount);

    private static string Require(string folder, string name) =>
        Find(folder, name) ?? throw new FileNotFoundException($"There is no {name} (or {name}.gz) in '{folder}'.", name);

    private static string? Find(string folder, string name)
    {
        string dotted = name.Replace("-idx", ".idx", StringComparison.Ordinal);
        string[] candidates = [name, $"{name}.gz", dotted, $"{dotted}.gz"];
        return candidates.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }
}
