using System.Globalization;
using System.Numerics;

namespace FLChain.Chaincode.Infrastructure;

/// <summary>
/// Checks a DER SubjectPublicKeyInfo of a P-256 key (RFC 5480, SEC 1 uncompressed point: 91 bytes). Written out here
/// because what a platform's library accepts beyond this one form differs from platform to platform, and endorsers must agree.
/// </summary>
internal static class P256Key
{
    private const int Bytes = 91;
    private const int CoordinateBytes = 32;

    // SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING, no unused bits, uncompressed }
    private static readonly byte[] Prefix = Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D03010703420004");

    // SEC 2, curve secp256r1: y² = x³ − 3x + b over GF(p). Its cofactor is 1, so every point on it has the full order.
    private static readonly BigInteger P = Number("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
    private static readonly BigInteger B = Number("5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B");

    public static bool IsValid(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        if (subjectPublicKeyInfo.Length != Bytes || !subjectPublicKeyInfo.StartsWith(Prefix)) return false;
        var point = subjectPublicKeyInfo[Prefix.Length..];
        var x = new BigInteger(point[..CoordinateBytes], isUnsigned: true, isBigEndian: true);
        var y = new BigInteger(point[CoordinateBytes..], isUnsigned: true, isBigEndian: true);
        return x < P && y < P && ((y * y) - (x * x * x) + (3 * x) - B) % P == 0;
    }

    private static BigInteger Number(string hex) => BigInteger.Parse("0" + hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
