using System.Numerics;
using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.RingLwe;

namespace FLChain.Cryptography.Tests.RingLwe;

public sealed class NegacyclicTransformTests
{
    // The light ring's words are multiplied eight at a time or one by one, as the processor can: both must be right.
    public static TheoryData<string> Rings => ["standard", "light", "light, one by one"];

    // Words that make lazily reduced sums as large as they can get, and differences as small.
    public static TheoryData<string, string> WorstCases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string ring in (string[])["standard", "light", "light, one by one"])
            {
                foreach (string words in (string[])["top", "low half", "high half", "even", "odd", "first", "last", "pairs", "random"])
                    cases.Add(ring, words);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void Root_OfThisRing_IsPrimitive(string ring)
    {
        var parameters = Of(ring);
        var transform = TransformOf(ring);
        Assert.Equal(parameters.Modulus - 1, RingArithmetic.Power(transform.Root, (ulong)parameters.Degree, parameters.Modulus));
        Assert.Equal(ring != "standard" ? 4073518UL : 6395427220433938UL, transform.Root);
        // q is prime and 1 mod 2n.
        Assert.Equal(1UL, parameters.Modulus % (2 * (ulong)parameters.Degree));
        Assert.All((BigInteger[])[2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37], witness => Assert.True(Primality.PassesMillerRabin(parameters.Modulus, witness)));
    }

    [Theory]
    [MemberData(nameof(WorstCases))]
    public void Forward_AnyWords_EvaluatesThePolynomial(string ring, string words)
    {
        var parameters = Of(ring);
        ulong[] polynomial = Words(parameters, words, parameters.Modulus - 1), transformed = [.. polynomial];
        var transform = TransformOf(ring);
        transform.Forward(transformed);
        // Sixteen of the points are enough to notice a wrong layer: each layer touches every word.
        for (int i = 0; i < parameters.Degree; i += parameters.Degree / 16)
        {
            int index = i + (i / 64 % 7);
            ulong point = RingArithmetic.Power(transform.Root, (2 * Reversed(index, parameters.Degree)) + 1, parameters.Modulus);
            Assert.Equal(Evaluate(polynomial, point, parameters.Modulus), transformed[index]);
        }
    }

    [Theory]
    [MemberData(nameof(WorstCases))]
    public void Inverse_WordsUpToTwiceQ_UndoesForward(string ring, string words)
    {
        var parameters = Of(ring);
        var transform = TransformOf(ring);
        // Lazily reduced input, every word below 2q: what comes out must transform to the reduced input.
        ulong[] lazy = Words(parameters, words, (2 * parameters.Modulus) - 1), back = [.. lazy];
        transform.Inverse(back);
        Assert.All(back, word => Assert.True(word < parameters.Modulus));
        transform.Forward(back);
        Assert.Equal(lazy.Select(word => word % parameters.Modulus), back);
    }

    [Theory]
    [MemberData(nameof(WorstCases))]
    public void Products_WorstCases_EqualSchoolbook(string ring, string words)
    {
        var parameters = Of(ring);
        ulong[] a = Words(parameters, words, parameters.Modulus - 1), b = RingArithmetic.Random(parameters, 99);
        b.AsSpan(0, 100).Fill(parameters.Modulus - 1);
        Assert.Equal(RingArithmetic.Product(parameters, a, b), FastProduct(ring, a, b));
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void KeyProducts_SignedKey_EqualSchoolbook(string ring)
    {
        var parameters = Of(ring);
        var random = new Random(3);
        long[] key = [.. Enumerable.Range(0, parameters.Degree).Select(i => i < 8 ? (i % 2 == 0 ? -59L : 59L) : random.NextInt64(-59, 60))];
        ulong[] residues = [.. key.Select(s => s < 0 ? parameters.Modulus - (ulong)-s : (ulong)s)];
        ulong[] a = RingArithmetic.Random(parameters, 4), transformed = [.. a];
        NegacyclicTransform.For(parameters).Forward(transformed);
        using var products = new KeyProducts(parameters, key);
        products.Multiply(transformed);
        Assert.Equal(RingArithmetic.Product(parameters, a, residues), transformed);
    }

    private static ulong[] FastProduct(string ring, ulong[] a, ulong[] b)
    {
        var transform = TransformOf(ring);
        ulong[] left = [.. a], right = [.. b], quotients = new ulong[a.Length];
        transform.Forward(left);
        transform.Forward(right);
        transform.Quotients(right, quotients);
        transform.MultiplyBy(left, right, quotients);
        transform.Inverse(left);
        return left;
    }

    private static RlweParameters Of(string ring) => ring == "standard" ? RlweParameters.Standard : RlweParameters.Light;

    private static NegacyclicTransform TransformOf(string ring) => new(Of(ring), inVectors: ring == "light");

    private static ulong[] Words(RlweParameters parameters, string kind, ulong top)
    {
        int n = parameters.Degree;
        var random = new Random(17);
        ulong Word(int i) => kind switch
        {
            "top" => top,
            "low half" => i < n / 2 ? top : 0,
            "high half" => i < n / 2 ? 0 : top,
            "even" => i % 2 == 0 ? top : 0,
            "odd" => i % 2 == 1 ? top : 0,
            "first" => i == 0 ? top : 0,
            "last" => i == n - 1 ? top : 0,
            "pairs" => i / 2 % 2 == 0 ? top : 0,
            _ => (ulong)random.NextInt64((long)top + 1),
        };
        return [.. Enumerable.Range(0, n).Select(Word)];
    }

    private static ulong Reversed(int index, int degree)
    {
        ulong reversed = 0;
        for (int bit = 1; bit < degree; bit *= 2)
            reversed = (reversed << 1) | ((index & bit) != 0 ? 1UL : 0UL);
        return reversed;
    }

    private static ulong Evaluate(ulong[] polynomial, ulong point, ulong q)
    {
        UInt128 value = 0;
        for (int i = polynomial.Length - 1; i >= 0; i--)
            value = ((value * point) + polynomial[i]) % q;
        return (ulong)value;
    }
}
