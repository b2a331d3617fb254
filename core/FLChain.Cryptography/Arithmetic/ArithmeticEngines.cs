using FLChain.Cryptography.Arithmetic.Managed;
using FLChain.Cryptography.Arithmetic.OpenSsl;

namespace FLChain.Cryptography.Arithmetic;

/// <summary>
/// The engines of this process. OpenSSL is the default where its library can be loaded and passes a self-test;
/// otherwise everything runs, about ten times slower and without constant-time exponentiation, on the managed engine.
/// </summary>
internal static class ArithmeticEngines
{
    private static readonly Lazy<IArithmeticEngine?> LazyOpenSsl = new(OpenSslEngine.TryCreate);

    public static IArithmeticEngine Managed { get; } = new ManagedEngine();

    /// <summary>Null when libcrypto is missing or does not behave.</summary>
    public static IArithmeticEngine? OpenSsl => LazyOpenSsl.Value;

    public static IArithmeticEngine Default => OpenSsl ?? Managed;
}
