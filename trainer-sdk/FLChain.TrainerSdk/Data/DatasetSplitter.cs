namespace FLChain.TrainerSdk.Data;

/// <summary>Divides data sets. The same input and seed give the same parts on every machine.</summary>
public static class DatasetSplitter
{
    /// <summary>
    /// The paper's split (section VI): the first samples of the training file are the validation set, the others the
    /// training set (5,000 and 55,000 for MNIST).
    /// </summary>
    /// <param name="trainingFile">All samples of the training file.</param>
    /// <param name="validationCount">How many of them are held out, 0 … Count.</param>
    /// <param name="test">The test file's samples.</param>
    public static DataSplit HoldOutFirst(Dataset trainingFile, int validationCount, Dataset test)
    {
        ArgumentNullException.ThrowIfNull(trainingFile);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentOutOfRangeException.ThrowIfNegative(validationCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(validationCount, trainingFile.Count);
        return new DataSplit(
            trainingFile.Slice(validationCount, trainingFile.Count - validationCount),
            trainingFile.Slice(0, validationCount),
            test);
    }

    /// <summary>Deals shuffled samples out in equal parts; sizes differ by one at most.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="parts">How many parts, 1 … Count.</param>
    /// <param name="seed">Any number.</param>
    public static Dataset[] Equal(Dataset data, int parts, long seed) => Skewed(data, parts, skew: 0, seed);

    /// <summary>
    /// Deals samples out so that parts differ in their labels. Each label has home parts (one, when there are at least
    /// as many labels as parts); a share of its samples goes there, the rest is dealt out equally.
    /// </summary>
    /// <param name="data">The samples.</param>
    /// <param name="parts">How many parts, 1 … Count.</param>
    /// <param name="skew">The share that goes home: 0 (as <see cref="Equal"/>) to 1 (each label at home only).</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ArgumentException">A part would stay empty.</exception>
    public static Dataset[] Skewed(Dataset data, int parts, double skew, long seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        if (!(skew >= 0 && skew <= 1))
            throw new ArgumentOutOfRangeException(nameof(skew), skew, "A skew is 0 to 1.");

        var random = new SeededRandom("FLChain split v1", seed, 0);
        int[] samples = [.. Enumerable.Range(0, data.Count)];
        random.Shuffle<int>(samples);
        int[] order = [.. Enumerable.Range(0, data.LabelCount)];
        random.Shuffle<int>(order);

        List<int>[] dealt = [.. Enumerable.Range(0, parts).Select(_ => new List<int>())];
        var common = new List<int>();
        foreach (int sample in samples)
        {
            if (random.NextDouble() < skew)
                dealt[HomeOf(order[data.Label(sample)], data.LabelCount, parts, random)].Add(sample);
            else
                common.Add(sample);
        }
        for (int i = 0; i < common.Count; i++)
            dealt[i % parts].Add(common[i]);
        if (dealt.Any(part => part.Count == 0))
            throw new ArgumentException($"{data.Count} samples leave one of {parts} parts empty.", nameof(parts));
        return [.. dealt.Select(part => data.Subset(part.ToArray()))];
    }

    // Labels take turns over the parts; where there are more parts than labels, a label has several homes.
    private static int HomeOf(int place, int labels, int parts, SeededRandom random)
    {
        if (labels >= parts)
            return place % parts;
        int homes = ((parts - 1 - place) / labels) + 1;
        return place + (labels * random.NextBelow(homes));
    }
}
