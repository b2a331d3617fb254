using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace FLChain.Cryptography.Envelopes;

/// <summary>
/// The curve P-256 (FIPS 186-5, SEC 2): the one form in which its public keys travel, and the checks that bytes from
/// outside must pass before they reach the key agreement. The cofactor is 1, so a finite point on the curve is in
/// the group.
/// </summary>
internal static class P256
{
    public const int ScalarBytes = 32;
    public const int PointBytes = 65;
    public const int SpkiBytes = 91;
    private const byte Uncompressed = 0x04;

    public static readonly BigInteger Prime = Hex("0ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    public static readonly BigInteger Order = Hex("0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    private static readonly BigInteger B = Hex("05ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");

    /// <summary>The base point G.</summary>
    public static readonly CurvePoint Generator = new(
        Hex("06b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
        Hex("04fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
        BigInteger.One);

    // SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING (66 bytes, no unused bits) }, RFC 5480.
    private static ReadOnlySpan<byte> SpkiPrefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08,
        0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ];

    public static bool IsPoint(ReadOnlySpan<byte> point)
    {
        if (point.Length != PointBytes || point[0] != Uncompressed)
            return false;
        var x = new BigInteger(point.Slice(1, ScalarBytes), isUnsigned: true, isBigEndian: true);
        var y = new BigInteger(point[(1 + ScalarBytes)..], isUnsigned: true, isBigEndian: true);
        if (x >= Prime || y >= Prime)
            return false;
        // y^2 = x^3 - 3x + b (mod p)
        return ((y * y) - (((x * x) - 3) * x) - B) % Prime == 0;
    }

    public static bool IsScalar(ReadOnlySpan<byte> scalar)
    {
        if (scalar.Length != ScalarBytes)
            return false;
        var d = new BigInteger(scalar, isUnsigned: true, isBigEndian: true);
        return d > 0 && d < Order;
    }

    /// <summary>Takes the point out of a SubjectPublicKeyInfo; only the one DER form with a named curve passes.</summary>
    public static bool TryReadSpki(ReadOnlySpan<byte> spki, out ReadOnlySpan<byte> point)
    {
        point = default;
        if (spki.Length != SpkiBytes || !spki.StartsWith(SpkiPrefix) || !IsPoint(spki[SpkiPrefix.Length..]))
            return false;
        point = spki[SpkiPrefix.Length..];
        return true;
    }

    public static byte[] WriteSpki(ReadOnlySpan<byte> point) => [.. SpkiPrefix, .. point];

    public static byte[] PointOf(ECDiffieHellman key)
    {
        ECParameters parameters = key.ExportParameters(includePrivateParameters: false);
        byte[] point = [Uncompressed, .. parameters.Q.X!, .. parameters.Q.Y!];
        if (!IsPoint(point))
            throw new ArgumentException("The key is not a P-256 key.", nameof(key));
        return point;
    }

    public static BigInteger Coordinate(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    /// <summary>The encoding of a point by its coordinates.</summary>
    public static byte[] Point(BigInteger x, BigInteger y)
    {
        byte[] point = new byte[PointBytes];
        point[0] = Uncompressed;
        Write(x, point.AsSpan(1, ScalarBytes));
        Write(y, point.AsSpan(1 + ScalarBytes));
        return point;
    }

    /// <summary>One of the two points with this x-coordinate, which has one.</summary>
    public static byte[] PointWith(ReadOnlySpan<byte> x)
    {
        BigInteger value = Coordinate(x);
        BigInteger square = ((((value * value) - 3) * value) + B) % Prime;
        // p ≡ 3 mod 4: a square's root is its power (p + 1)/4.
        return Point(value, BigInteger.ModPow(square < 0 ? square + Prime : square, (Prime + 1) / 4, Prime));
    }

    public static void Write(BigInteger value, Span<byte> bytes)
    {
        bytes.Clear();
        int length = value.GetByteCount(isUnsigned: true);
        value.TryWriteBytes(bytes[^length..], out _, isUnsigned: true, isBigEndian: true);
    }

    public static ECDiffieHellman ImportPoint(ReadOnlySpan<byte> point) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = point.Slice(1, ScalarBytes).ToArray(), Y = point[(1 + ScalarBytes)..].ToArray() },
    });

    public static ECDiffieHellman ImportScalar(ReadOnlySpan<byte> scalar)
    {
        byte[] d = scalar.ToArray();
        try
        {
            return ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(d);
        }
    }

    private static BigInteger Hex(string digits) =>
        BigInteger.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
