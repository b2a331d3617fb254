using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Benchmarks;

/// <summary>
/// Encryption beside python-paillier with gmpy2, where the machine has both: the same modulus, the same packed
/// plaintexts, one thread, in interleaved turns. PYTHON names the interpreter, else python3 is asked.
/// </summary>
internal static class PheBenchmark
{
    private const int Ciphertexts = 32;
    private const int Turns = 5;

    // Times itself, so that the interpreter's start does not count. Input: n and the plaintexts, a number to a line.
    private const string Script =
        """
        import sys, time
        import phe
        from phe import util
        if not util.HAVE_GMP: sys.exit(3)
        numbers = [int(line, 16) for line in sys.stdin if line.strip()]
        key = phe.PaillierPublicKey(numbers[0])
        began = time.perf_counter()
        for number in numbers[1:]: key.raw_encrypt(number)
        print(time.perf_counter() - began)
        """;

    public static void Run(FigureTable figures, DealtKey dealt)
    {
        var scheme = new PaillierMasking(dealt.PublicKey, Ciphertexts, new MaskingOptions { MaxDegreeOfParallelism = 1 });
        BigInteger[] plaintexts = [.. Enumerable.Range(0, Ciphertexts).Select(_ => new BigInteger(RandomNumberGenerator.GetBytes((dealt.PublicKey.ModulusBits / 8) - 2), isUnsigned: true))];
        var input = string.Join('\n', plaintexts.Prepend(dealt.PublicKey.Modulus).Select(number => number.ToString("x", CultureInfo.InvariantCulture)));
        if (Measure(input) is null)
        {
            Spectre.Console.AnsiConsole.MarkupLine("[grey]python-paillier with gmpy2 is not on this machine[/]");
            return;
        }

        var times = Sampling.MedianMilliseconds(
            Turns,
            () => Encrypt(scheme, plaintexts),
            () => Measure(input) ?? throw new InvalidOperationException("python-paillier answered once and not again"));
        figures.Add("paillier.encrypt.phe.milliseconds", times[1] / Ciphertexts, "ms per ciphertext, one thread, python-paillier with gmpy2");
        figures.Add("paillier.encrypt.ratio_to_phe", times[1] / times[0], "how many times faster");
    }

    private static TimeSpan Encrypt(PaillierMasking scheme, BigInteger[] plaintexts)
    {
        var proving = TimeSpan.Zero;
        var context = new ProofContext("bench", "bench", 1, "gradient", "author", 1);
        return Sampling.Time(() => proving = scheme.Mask(context, plaintexts, RandomNumberGenerator.GetBytes(32)).Proving) - proving;
    }

    private static TimeSpan? Measure(string input)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("PYTHON") ?? "python3", ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var python = Process.Start(start);
            if (python is null) return null;
            python.ErrorDataReceived += (_, _) => { };
            python.BeginErrorReadLine();
            python.StandardInput.WriteLine(input);
            python.StandardInput.Close();
            var output = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0 && double.TryParse(output, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
        }
        catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or IOException)
        {
            return null;
        }
    }
}
