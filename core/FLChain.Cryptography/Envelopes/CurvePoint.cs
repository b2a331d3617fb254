using System.Numerics;

namespace FLChain.Cryptography.Envelopes;

/// <summary>
/// A point of P-256 in Jacobian coordinates, x = X/Z², y = Y/Z³, for verifying only: what it computes with is public, so
/// its time may depend on it. Formulas: a = −3, "dbl-2001-b" and "add-2007-bl" of the Explicit-Formulas Database.
/// </summary>
internal readonly record struct CurvePoint(BigInteger X, BigInteger Y, BigInteger Z)
{
    public static CurvePoint Infinity { get; } = new(BigInteger.One, BigInteger.One, BigInteger.Zero);

    public bool IsInfinity => Z.IsZero;

    private static BigInteger P => P256.Prime;

    /// <summary>The point of a checked encoding (<see cref="P256.IsPoint"/>).</summary>
    public static CurvePoint Decode(ReadOnlySpan<byte> point) =>
        new(P256.Coordinate(point.Slice(1, P256.ScalarBytes)), P256.Coordinate(point[(1 + P256.ScalarBytes)..]), BigInteger.One);

    /// <summary>a·p + b·q, both scalars at once (Straus).</summary>
    public static CurvePoint Combine(BigInteger a, CurvePoint p, BigInteger b, CurvePoint q)
    {
        var both = Add(p, q);
        var sum = Infinity;
        for (var bit = (int)Math.Max(a.GetBitLength(), b.GetBitLength()) - 1; bit >= 0; bit--)
        {
            sum = Double(sum);
            var (inA, inB) = (IsSet(a, bit), IsSet(b, bit));
            if (inA || inB) sum = Add(sum, inA ? inB ? both : p : q);
        }

        return sum;
    }

    /// <summary>65 bytes, uncompressed.</summary>
    /// <exception cref="InvalidOperationException">The point at infinity has no encoding.</exception>
    public byte[] Encode()
    {
        if (IsInfinity) throw new InvalidOperationException("the point at infinity has no encoding");
        var inverse = BigInteger.ModPow(Z, P - 2, P);
        var square = inverse * inverse % P;
        return P256.Point(X * square % P, Y * square % P * inverse % P);
    }

    public static CurvePoint Double(CurvePoint p)
    {
        if (p.IsInfinity || p.Y.IsZero) return Infinity;
        var delta = p.Z * p.Z % P;
        var gamma = p.Y * p.Y % P;
        var beta = p.X * gamma % P;
        var alpha = 3 * (p.X - delta) * (p.X + delta) % P;
        var x = Reduce((alpha * alpha) - (8 * beta));
        var z = Reduce(((p.Y + p.Z) * (p.Y + p.Z)) - gamma - delta);
        var y = Reduce((alpha * ((4 * beta) - x)) - (8 * gamma * gamma));
        return new CurvePoint(x, y, z);
    }

    public static CurvePoint Add(CurvePoint p, CurvePoint q)
    {
        if (p.IsInfinity) return q;
        if (q.IsInfinity) return p;
        var zz1 = p.Z * p.Z % P;
        var zz2 = q.Z * q.Z % P;
        var u1 = p.X * zz2 % P;
        var h = Reduce((q.X * zz1) - u1);
        var s1 = p.Y * q.Z % P * zz2 % P;
        var r = Reduce((q.Y * p.Z % P * zz1) - s1);
        if (h.IsZero) return r.IsZero ? Double(p) : Infinity;
        var hh = h * h % P;
        var hhh = hh * h % P;
        var v = u1 * hh % P;
        var x = Reduce((r * r) - hhh - (2 * v));
        var y = Reduce((r * (v - x)) - (s1 * hhh));
        return new CurvePoint(x, y, p.Z * q.Z % P * h % P);
    }

    private static bool IsSet(BigInteger number, int bit) => !((number >> bit) & BigInteger.One).IsZero;

    private static BigInteger Reduce(BigInteger value)
    {
        var rest = value % P;
        return rest.Sign < 0 ? rest + P : rest;
    }
}
