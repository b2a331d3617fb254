namespace FLChain.TrainerSdk.Data;

/// <summary>
/// Labelled digits that are made, not collected: drawn from pen strokes, distorted, with stray strokes, blur and noise,
/// 28 × 28 pixels in 256 greys. Sample i of a seed is the same on every machine, whatever the count.
/// </summary>
public static class SyntheticDigits
{
    /// <summary>Pixels of a picture, row by row.</summary>
    public const int FeatureCount = DigitCanvas.Side * DigitCanvas.Side;

    /// <summary>The ten digits.</summary>
    public const int LabelCount = DigitGlyphs.Count;

    private const double PointJitter = 0.018;
    private const double MinPenRadius = 1.0;
    private const double MaxPenRadius = 2.0;
    private const double MinInk = 0.7;
    private const double StrayStrokeChance = 0.25;
    private const int MaxBlurs = 2;
    private const double MaxNoise = 0.18;

    /// <summary>Makes samples.</summary>
    /// <param name="count">How many, at least 1; about 0.1 ms each.</param>
    /// <param name="seed">Any number.</param>
    public static Dataset Generate(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        float[] features = new float[count * FeatureCount];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            var random = new SeededRandom("FLChain digits v1", seed, i);
            labels[i] = random.NextBelow(LabelCount);
            DrawSample(labels[i], random, features.AsSpan(i * FeatureCount, FeatureCount));
        }
        return new Dataset(features, labels, FeatureCount, LabelCount);
    }

    /// <summary>Makes training, validation and test samples, all different.</summary>
    /// <param name="train">Training samples, at least 1.</param>
    /// <param name="validation">Validation samples, 0 or more.</param>
    /// <param name="test">Test samples, at least 1.</param>
    /// <param name="seed">Any number.</param>
    public static DataSplit GenerateSplit(int train, int validation, int test, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(train, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(validation);
        ArgumentOutOfRangeException.ThrowIfLessThan(test, 1);
        Dataset all = Generate(train + validation + test, seed);
        return new DataSplit(all.Slice(0, train), all.Slice(train, validation), all.Slice(train + validation, test));
    }

    private static void DrawSample(int digit, SeededRandom random, Span<float> features)
    {
        GlyphStroke[][] ways = DigitGlyphs.Of(digit);
        GlyphStroke[] strokes = ways[random.NextBelow(ways.Length)];
        var hand = new HandDistortion(random);
        double penRadius = random.NextBetween(MinPenRadius, MaxPenRadius);
        double ink = random.NextBetween(MinInk, 1);
        var canvas = new DigitCanvas();
        foreach (GlyphStroke stroke in strokes)
        {
            var shaky = new GlyphStroke([.. stroke.Points.Select(point => Jitter(point, random))], stroke.Smooth);
            canvas.Draw([.. shaky.Flatten().Select(hand.Apply)], penRadius, ink);
        }
        if (random.NextDouble() < StrayStrokeChance)
            canvas.Draw(StrayStroke(random), penRadius, ink * random.NextBetween(0.4, 1));
        int blurs = random.NextBelow(MaxBlurs + 1);
        for (int i = 0; i < blurs; i++)
            canvas.Blur();
        canvas.AddNoise(random, random.NextBetween(0, MaxNoise));
        canvas.WriteTo(features);
    }

    private static PenPoint Jitter(PenPoint point, SeededRandom random) =>
        new(point.X + (PointJitter * random.NextNormal()), point.Y + (PointJitter * random.NextNormal()));

    private static List<PenPoint> StrayStroke(SeededRandom random)
    {
        var from = new PenPoint(random.NextDouble(), random.NextDouble());
        return [from, new PenPoint(from.X + random.NextBetween(-0.25, 0.25), from.Y + random.NextBetween(-0.25, 0.25))];
    }
}
