using FLChain.Cryptography.Arithmetic.Managed;
using FLChain.Cryptography.Arithmetic.OpenSsl;

namespace FLChain.Cryptography.Arithmetic;

/// <summary>
/// The engines of this process. OpenSSL is the default where its library can be loaded and passes a self-test;
/// otherwise everything runs, about ten times slower and without constant-time exponentiation, on the managed engine.
/// The environment variable FLCHAIN_ARITHMETIC ("openssl" or "managed") overrides the choice.
/// </summary>
internal static class ArithmeticEngines
{
    private static readonly Lazy<IArithmeticEngine?> LazyOpenSsl = new(() => OpenSslEngine.TryCreate(LibCrypto.FileNames));

    private static readonly Lazy<IArithmeticEngine> LazyDefault =
        new(() => Select(Environment.GetEnvironmentVariable("FLCHAIN_ARITHMETIC"), OpenSsl));

    public static IArithmeticEngine Managed { get; } = new ManagedEngine();

    /// <summary>Null when libcrypto is missing or does not behave.</summary>
    public static IArithmeticEngine? OpenSsl => LazyOpenSsl.Value;

    public static IArithmeticEngine Default => LazyDefault.Value;

    /// <summary>The engine asked for, or the best there is when none is.</summary>
    /// <exception cref="PlatformNotSupportedException">OpenSSL is asked for and missing, or the name is unknown.</exception>
    internal static IArithmeticEngine Select(string? requested, IArithmeticEngine? openSsl) => requested switch
    {
        null or "" => openSsl ?? Managed,
        "managed" => Managed,
        "openssl" => openSsl ?? throw new PlatformNotSupportedException("FLCHAIN_ARITHMETIC asks for OpenSSL, but libcrypto cannot be used here."),
        _ => throw new PlatformNotSupportedException("FLCHAIN_ARITHMETIC must be \"openssl\" or \"managed\"."),
    };
}
