using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>
/// Deals short keys for tests. Anyone can factor their moduli: never use one outside a test. Readers of keys refuse
/// them unless they are told <see cref="KeySizePolicy.InsecureTestsOnly"/>.
/// </summary>
public static class InsecureTestKeyDealer
{
    /// <summary>Deals a key of any length from 256 bits, in milliseconds to seconds.</summary>
    /// <param name="modulusBits">256 to 4096, a multiple of 64.</param>
    /// <param name="trainers">N, 2 to <see cref="SecurityParameters.MaximumTrainers"/>.</param>
    /// <param name="threshold">t, 2 to N.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static DealtKey Deal(int modulusBits, int trainers, int threshold, CancellationToken cancellationToken = default) =>
        KeyDealer.Deal(modulusBits, trainers, threshold, KeySizePolicy.InsecureTestsOnly, ArithmeticEngines.Default, null, cancellationToken);
}
