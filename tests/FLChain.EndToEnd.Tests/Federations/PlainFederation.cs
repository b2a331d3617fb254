namespace FLChain.EndToEnd.Tests.Federations;

/// <summary>
/// The same training in the clear, written from the definition (docs/protocol.md: clip, scale, round half to even, carry
/// what rounding lost, add whole numbers, take one step with the mean) without a line of the product: what masked
/// training is held against, bit for bit.
/// </summary>
internal sealed class PlainFederation
{
    // 16-bit quantization of gradients within ±1.
    private const double Clip = 1;
    private const int Largest = 32_767;
    private const double LearningRate = 0.5;

    private readonly FederationShape _shape;
    private readonly float[][] _residues;

    public PlainFederation(FederationShape shape)
    {
        _shape = shape;
        Weights = shape.InitialWeights();
        _residues = [.. Enumerable.Range(0, shape.Trainers).Select(_ => new float[Weights.Length])];
    }

    public float[] Weights { get; private set; }

    public int Iteration { get; private set; }

    /// <summary>The sum of the quantized gradients of each iteration so far.</summary>
    public List<long[]> Sums { get; } = [];

    /// <summary>All iterations with all members.</summary>
    public static PlainFederation Whole(FederationShape shape)
    {
        var plain = new PlainFederation(shape);
        for (var iteration = 1; iteration <= shape.Iterations; iteration++) plain.Iterate(Enumerable.Range(0, shape.Trainers));
        return plain;
    }

    /// <summary>One iteration with the gradients of these members, by their places.</summary>
    public void Iterate(IEnumerable<int> places)
    {
        Iteration++;
        var sum = new long[Weights.Length];
        var contributors = 0;
        foreach (var place in places)
        {
            Add(_shape.Gradient(place, Iteration, Weights), _residues[place], sum);
            contributors++;
        }

        var weights = new float[Weights.Length];
        for (var k = 0; k < weights.Length; k++)
        {
            var total = (float)(sum[k] * Clip / Largest);
            weights[k] = (float)(Weights[k] - LearningRate * (total / (double)contributors));
        }

        Weights = weights;
        Sums.Add(sum);
    }

    /// <summary>The member has lost its state folder, and with it what rounding had left over.</summary>
    public void Forget(int place) => Array.Clear(_residues[place]);

    private static void Add(float[] gradient, float[] residue, long[] sum)
    {
        for (var k = 0; k < gradient.Length; k++)
        {
            var value = Math.Min(Clip, Math.Max(-Clip, (double)gradient[k] + residue[k]));
            var quantized = (long)Math.Round(value * Largest / Clip, MidpointRounding.ToEven);
            residue[k] = (float)(value - quantized * Clip / Largest);
            sum[k] += quantized;
        }
    }
}
