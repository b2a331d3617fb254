using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;

namespace FLChain.Cryptography.Envelopes;

/// <summary>
/// A recipient's opening of one sealed envelope to everyone: the point that it shares with the envelope's ephemeral key,
/// and the proof that it is that point. It opens this envelope and no other, and says nothing of the private key.
/// </summary>
/// <remarks>
/// <para>
/// With Q = d·G the recipient's key and E the ephemeral point, the opening is S = d·E and a Chaum–Pedersen proof that
/// the same d stands in both (Chaum, Pedersen 1992; made non-interactive with SHA-512): A = k·G, T = k·E,
/// e = H(Q, E, S, A, T) mod q, z = k + e·d mod q. Verify with A = z·G − e·Q and T = z·E − e·S.
/// </para>
/// <para>
/// Bytes: S (65, uncompressed point), e (32), z (32), big-endian. Verifying uses no randomness: two endorsers who are
/// shown the same bytes see the same.
/// </para>
/// </remarks>
public static class EnvelopeOpening
{
    /// <summary>Length of an opening, in bytes.</summary>
    public const int Bytes = P256.PointBytes + (2 * P256.ScalarBytes);

    private const string Label = "FLChain envelope opening v1";

    /// <summary>
    /// Opens an envelope with what its recipient showed. The envelope and the opening may be hostile.
    /// </summary>
    /// <param name="recipientSpki">The recipient's registered key.</param>
    /// <param name="context">The context that the envelope should have been sealed with.</param>
    /// <param name="envelope">Bytes from anywhere.</param>
    /// <param name="opening">Bytes from anywhere; not looked at when the envelope has not the form of one.</param>
    /// <param name="plaintext">The message, or null when the result is false.</param>
    /// <param name="rejection">
    /// <see cref="EnvelopeRejection.Opening"/>: the opening shows nothing. <see cref="EnvelopeRejection.Authentication"/>:
    /// the opening is right and the envelope holds no message in this context, whoever sealed it. Length, version or
    /// ephemeral point: the envelope is none, which everybody can see.
    /// </param>
    /// <exception cref="ArgumentException">The recipient's key is not on P-256, or the context is above its limit.</exception>
    public static bool TryOpen(
        ReadOnlySpan<byte> recipientSpki, ReadOnlySpan<byte> context, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> opening,
        [NotNullWhen(true)] out byte[]? plaintext, out EnvelopeRejection rejection)
    {
        if (!P256.TryReadSpki(recipientSpki, out ReadOnlySpan<byte> recipient))
            throw new ArgumentException("The recipient's key is not a P-256 SubjectPublicKeyInfo.", nameof(recipientSpki));
        plaintext = null;
        rejection = SealedEnvelope.CheckForm(envelope);
        if (rejection != EnvelopeRejection.None)
            return false;
        if (!Verify(recipient, SealedEnvelope.EphemeralIn(envelope), opening))
        {
            rejection = EnvelopeRejection.Opening;
            return false;
        }
        return SealedEnvelope.TryOpenWithSharedSecret(
            opening.Slice(1, P256.ScalarBytes), recipient, context, envelope, out plaintext, out rejection);
    }

    internal static byte[] Create(ECDiffieHellman key, ReadOnlySpan<byte> envelope)
    {
        if (SealedEnvelope.CheckForm(envelope) != EnvelopeRejection.None)
            throw new ArgumentException("The bytes have not the form of an envelope.", nameof(envelope));
        byte[] recipient = P256.PointOf(key);
        byte[] ephemeral = SealedEnvelope.EphemeralIn(envelope).ToArray();
        using ECDiffieHellman nonce = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] a = P256.PointOf(nonce);
        byte[] opening = new byte[Bytes];
        // The key agreement gives x-coordinates alone and is constant-time; which of the two points belongs to each is
        // found by trying: with the wrong sign the proof does not verify.
        foreach (byte[] shared in BothPoints(key, ephemeral))
        {
            foreach (byte[] t in BothPoints(nonce, ephemeral))
            {
                BigInteger e = Challenge(recipient, ephemeral, shared, a, t);
                shared.CopyTo(opening, 0);
                P256.Write(e, opening.AsSpan(P256.PointBytes, P256.ScalarBytes));
                P256.Write(Respond(nonce, e, key), opening.AsSpan(P256.PointBytes + P256.ScalarBytes));
                if (Verify(recipient, ephemeral, opening))
                    return opening;
            }
        }
        throw new CryptographicException("The key agreement and the curve's arithmetic disagree.");
    }

    private static bool Verify(ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> ephemeral, ReadOnlySpan<byte> opening)
    {
        if (opening.Length != Bytes || !P256.IsPoint(opening[..P256.PointBytes]))
            return false;
        ReadOnlySpan<byte> shared = opening[..P256.PointBytes];
        BigInteger e = P256.Coordinate(opening.Slice(P256.PointBytes, P256.ScalarBytes));
        BigInteger z = P256.Coordinate(opening[(P256.PointBytes + P256.ScalarBytes)..]);
        if (e >= P256.Order || z >= P256.Order)
            return false;
        BigInteger minusE = e.IsZero ? e : P256.Order - e;
        CurvePoint a = CurvePoint.Combine(z, P256.Generator, minusE, CurvePoint.Decode(recipient));
        CurvePoint t = CurvePoint.Combine(z, CurvePoint.Decode(ephemeral), minusE, CurvePoint.Decode(shared));
        return !a.IsInfinity && !t.IsInfinity && Challenge(recipient, ephemeral, shared, a.Encode(), t.Encode()) == e;
    }

    private static BigInteger Challenge(
        ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> ephemeral, ReadOnlySpan<byte> shared, ReadOnlySpan<byte> a, ReadOnlySpan<byte> t)
    {
        byte[] transcript = new DerivationInfo(Label).Add(recipient).Add(ephemeral).Add(shared).Add(a).Add(t).ToArray();
        return P256.Coordinate(SHA512.HashData(transcript)) % P256.Order;
    }

    private static BigInteger Respond(ECDiffieHellman nonce, BigInteger e, ECDiffieHellman key)
    {
        byte[] k = nonce.ExportParameters(includePrivateParameters: true).D!;
        byte[] d = key.ExportParameters(includePrivateParameters: true).D!;
        try
        {
            return (P256.Coordinate(k) + (e * P256.Coordinate(d))) % P256.Order;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(k);
            CryptographicOperations.ZeroMemory(d);
        }
    }

    private static byte[][] BothPoints(ECDiffieHellman own, ReadOnlySpan<byte> other)
    {
        using ECDiffieHellman otherKey = P256.ImportPoint(other);
        byte[] point = P256.PointWith(own.DeriveRawSecretAgreement(otherKey.PublicKey));
        BigInteger x = P256.Coordinate(point.AsSpan(1, P256.ScalarBytes));
        BigInteger y = P256.Coordinate(point.AsSpan(1 + P256.ScalarBytes));
        return [point, P256.Point(x, P256.Prime - y)];
    }
}
