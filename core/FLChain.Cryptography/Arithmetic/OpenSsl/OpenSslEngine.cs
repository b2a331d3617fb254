using System.Numerics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace FLChain.Cryptography.Arithmetic.OpenSsl;

/// <summary>Modular arithmetic on libcrypto, the library that .NET itself loads on Linux.</summary>
internal sealed class OpenSslEngine : IArithmeticEngine
{
    private OpenSslEngine()
    {
    }

    public string Name => "openssl";

    /// <summary>The engine, or null where the library is missing, lacks a function or fails a self-test.</summary>
    public static IArithmeticEngine? TryCreate(IReadOnlyList<string> fileNames)
    {
        try
        {
            if (!BitConverter.IsLittleEndian || !LibCrypto.TryLoad(fileNames))
                return null;
            var engine = new OpenSslEngine();
            return engine.PassesSelfTest() ? engine : null;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException or OpenSslException)
        {
            return null;
        }
    }

    public IModularArithmetic ForModulus(BigInteger modulus)
    {
        if (modulus <= BigInteger.One || modulus.IsEven)
            throw new ArgumentOutOfRangeException(nameof(modulus), "The modulus must be odd and greater than one.");
        return new OpenSslModulus(modulus);
    }

    public SecretInteger PowerModuloSecret(SecretInteger value, SecretInteger exponent, SecretInteger modulus)
    {
        using var @base = BigNum.FromSecret(value);
        using var power = BigNum.FromSecret(exponent);
        using var secretModulus = BigNum.FromSecret(modulus);
        using var context = BigNumContext.Rent();
        using var result = BigNum.Create();
        OpenSslException.Require(LibCrypto.BN_mod_exp_mont_consttime(
            result.Pointer, @base.Pointer, power.Pointer, secretModulus.Pointer, context.Pointer, 0) == 1);
        return result.ToSecret(modulus.LimbCount);
    }

    public unsafe SecretInteger GenerateSafePrime(int bits, Action? onCandidate, CancellationToken cancellationToken)
    {
        var observer = new SearchObserver(onCandidate, cancellationToken);
        var handle = GCHandle.Alloc(observer);
        nint callback = LibCrypto.BN_GENCB_new();
        try
        {
            LibCrypto.BN_GENCB_set(callback, &OnCandidate, GCHandle.ToIntPtr(handle));
            using var prime = BigNum.Create();
            int found = LibCrypto.BN_generate_prime_ex(prime.Pointer, bits, 1, 0, 0, callback);
            observer.ThrowIfFailed();
            cancellationToken.ThrowIfCancellationRequested();
            OpenSslException.Require(found == 1);
            return prime.ToSecret(SecretInteger.LimbsFor(bits));
        }
        finally
        {
            LibCrypto.BN_GENCB_free(callback);
            handle.Free();
        }
    }

    // Called by OpenSSL for each candidate and each round of tests; zero ends the search.
    [UnmanagedCallersOnly]
    private static int OnCandidate(int stage, int count, nint callback)
    {
        var observer = (SearchObserver)GCHandle.FromIntPtr(LibCrypto.BN_GENCB_get_arg(callback)).Target!;
        return observer.Continue() ? 1 : 0;
    }

    private bool PassesSelfTest()
    {
        var modulus = (BigInteger.One << 127) - 1;
        var arithmetic = ForModulus(modulus);
        using var exponent = SecretInteger.FromPublic(modulus - 1);
        // Fermat: 3^(p−1) = 1 mod the prime 2^127 − 1.
        return arithmetic.Power(3, modulus - 1).IsOne && arithmetic.PowerSecret(3, exponent).IsOne;
    }

    private sealed class SearchObserver(Action? onCandidate, CancellationToken cancellationToken)
    {
        private ExceptionDispatchInfo? failure;

        // No exception may cross OpenSSL's frames: it ends the search and is thrown again on this side.
        public bool Continue()
        {
            try
            {
                onCandidate?.Invoke();
            }
#pragma warning disable CA1031 // whatever the observer throws belongs to its owner
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
#pragma warning restore CA1031
            return failure is null && !cancellationToken.IsCancellationRequested;
        }

        public void ThrowIfFailed() => failure?.Throw();
    }
}
