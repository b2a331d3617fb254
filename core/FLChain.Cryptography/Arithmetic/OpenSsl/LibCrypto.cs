using System.Reflection;
using System.Runtime.InteropServices;

namespace FLChain.Cryptography.Arithmetic.OpenSsl;

/// <summary>The BN functions of OpenSSL's libcrypto, 1.1 or 3 (see its manual pages BN_new(3), BN_mod_mul_montgomery(3), BN_generate_prime(3)).</summary>
internal static partial class LibCrypto
{
    /// <summary>BN_FLG_CONSTTIME of openssl/bn.h.</summary>
    public const int ConstantTimeFlag = 0x04;

    private const string Library = "libcrypto";

    /// <summary>Where the library may be found on this system, best first.</summary>
    public static IReadOnlyList<string> FileNames { get; } =
        OperatingSystem.IsWindows() ? ["libcrypto-3-x64.dll"]
        : OperatingSystem.IsMacOS() ? ["libcrypto.3.dylib"]
        : ["libcrypto.so.3", "libcrypto.so.1.1"];

    private static readonly Lock Loading = new();

    private static nint loaded;

    /// <summary>Loads the first library that is there, for the life of the process; false when none is.</summary>
    public static bool TryLoad(IReadOnlyList<string> fileNames)
    {
        lock (Loading)
        {
            foreach (string name in fileNames)
            {
                if (!NativeLibrary.TryLoad(name, out nint library))
                    continue;
                if (loaded == 0)
                    NativeLibrary.SetDllImportResolver(typeof(LibCrypto).Assembly, Resolve);
                loaded = library;
                return true;
            }
            return false;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == Library ? loaded : 0;

    [LibraryImport(Library)] public static partial nint BN_new();
    [LibraryImport(Library)] public static partial nint BN_secure_new();
    [LibraryImport(Library)] public static partial void BN_clear_free(nint a);
    [LibraryImport(Library)] public static partial nint BN_CTX_new();
    [LibraryImport(Library)] public static partial void BN_CTX_free(nint ctx);
    [LibraryImport(Library)] public static partial nint BN_MONT_CTX_new();
    [LibraryImport(Library)] public static partial void BN_MONT_CTX_free(nint mont);
    [LibraryImport(Library)] public static partial int BN_MONT_CTX_set(nint mont, nint modulus, nint ctx);
    [LibraryImport(Library)] public static partial int BN_to_montgomery(nint r, nint a, nint mont, nint ctx);
    [LibraryImport(Library)] public static partial int BN_from_montgomery(nint r, nint a, nint mont, nint ctx);
    [LibraryImport(Library)] public static partial int BN_mod_mul_montgomery(nint r, nint a, nint b, nint mont, nint ctx);
    [LibraryImport(Library)] public static partial int BN_mod_exp_mont(nint r, nint a, nint p, nint m, nint ctx, nint mont);
    [LibraryImport(Library)] public static partial int BN_mod_exp_mont_consttime(nint r, nint a, nint p, nint m, nint ctx, nint mont);
    [LibraryImport(Library)] public static partial nint BN_mod_inverse(nint r, nint a, nint n, nint ctx);
    [LibraryImport(Library)] public static partial nint BN_copy(nint to, nint from);
    [LibraryImport(Library)] public static partial void BN_set_flags(nint a, int flags);
    [LibraryImport(Library)] public static partial nint BN_bin2bn(ReadOnlySpan<byte> s, int length, nint r);
    [LibraryImport(Library)] public static partial nint BN_lebin2bn(ReadOnlySpan<byte> s, int length, nint r);
    [LibraryImport(Library)] public static partial int BN_bn2binpad(nint a, Span<byte> to, int length);
    [LibraryImport(Library)] public static partial int BN_bn2lebinpad(nint a, Span<byte> to, int length);
    [LibraryImport(Library)] public static partial nint BN_GENCB_new();
    [LibraryImport(Library)] public static partial void BN_GENCB_free(nint callback);
    [LibraryImport(Library)] public static unsafe partial void BN_GENCB_set(nint callback, delegate* unmanaged<int, int, nint, int> function, nint argument);
    [LibraryImport(Library)] public static partial nint BN_GENCB_get_arg(nint callback);
    [LibraryImport(Library)] public static partial int BN_generate_prime_ex(nint r, int bits, int safe, nint add, nint rem, nint callback);
    [LibraryImport(Library)] public static partial void ERR_clear_error();
}
