using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Identities;

/// <summary>
/// A member of a Fabric network: its organization's MSP id and its X.509 certificate. Holds no private key. That the
/// certificate belongs to the organization is not checked here. Safe for concurrent use.
/// </summary>
public sealed class X509Identity
{
    /// <summary>Largest serialized identity that is read, in bytes; certificates have about one thousand.</summary>
    public const int MaxSerializedBytes = 64 * 1024;

    private readonly ByteString _serialized;

    private X509Identity(string mspId, X509Certificate2 certificate, string pem, ByteString serialized)
    {
        MspId = mspId;
        Certificate = certificate;
        Pem = pem;
        _serialized = serialized;
    }

    /// <summary>The organization's MSP id, for example <c>Org1MSP</c>.</summary>
    public string MspId { get; }

    /// <summary>The certificate, without private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate's PEM text exactly as it travels.</summary>
    public string Pem { get; }

    /// <summary>The identity as <c>msp.SerializedIdentity</c>: the creator of a proposal, the endorser of a response.</summary>
    public ByteString Serialized => _serialized;

    /// <summary>Makes an identity from a certificate's PEM text, which travels as it stands.</summary>
    /// <exception cref="ArgumentException">The MSP id is empty, or the text holds no readable certificate.</exception>
    public static X509Identity FromPem(string mspId, string pem)
    {
        ArgumentException.ThrowIfNullOrEmpty(mspId);
        ArgumentNullException.ThrowIfNull(pem);
        if (!TryLoad(pem, out var certificate))
            throw new ArgumentException("The text holds no readable PEM certificate.", nameof(pem));
        var message = new SerializedIdentity { Mspid = mspId, IdBytes = ByteString.CopyFromUtf8(pem) };
        return new X509Identity(mspId, certificate, pem, message.ToByteString());
    }

    /// <summary>Makes an identity from a certificate; its private key, if it has one, is left out.</summary>
    public static X509Identity FromCertificate(string mspId, X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return FromPem(mspId, certificate.ExportCertificatePem() + "\n");
    }

    /// <summary>Reads a serialized identity that somebody sent.</summary>
    /// <param name="serialized">The bytes of an <c>msp.SerializedIdentity</c>.</param>
    /// <param name="identity">The identity, or null.</param>
    /// <param name="reason">Why there is none, or null.</param>
    /// <returns>False for every defect; never throws for hostile bytes.</returns>
    public static bool TryParse(
        ByteString serialized, [NotNullWhen(true)] out X509Identity? identity, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(serialized);
        identity = null;
        reason = null;
        SerializedIdentity message;
        if (serialized.Length is 0 or > MaxSerializedBytes)
            reason = $"An identity of {serialized.Length} bytes.";
        else if (!TryParseMessage(serialized, out message!))
            reason = "The identity cannot be read.";
        else if (message.Mspid.Length == 0)
            reason = "The identity names no MSP.";
        else if (Encoding.UTF8.GetString(message.IdBytes.Span) is var pem && !TryLoad(pem, out var certificate))
            reason = "The identity holds no readable certificate.";
        else
            identity = new X509Identity(message.Mspid, certificate, pem, serialized);
        return identity is not null;
    }

    /// <summary>True if <paramref name="signature"/> is this identity's low-S ECDSA P-256 signature over SHA-256 of <paramref name="data"/>. Never throws for hostile bytes.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, digest);
        return VerifyDigest(digest, signature);
    }

    /// <summary>As <see cref="Verify"/>, over a SHA-256 digest.</summary>
    public bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        try
        {
            using var key = Certificate.GetECDsaPublicKey();
            return key is not null
                && key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value == EcdsaP256Signer.P256Oid
                && EcdsaLowS.Verify(key, digest, signature);
        }
        catch (CryptographicException)
        {
            return false; // a key that is not a point of the curve
        }
    }

    private static bool TryParseMessage(ByteString bytes, [NotNullWhen(true)] out SerializedIdentity? message)
    {
        try
        {
            message = SerializedIdentity.Parser.ParseFrom(bytes);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            message = null;
            return false;
        }
    }

    private static bool TryLoad(string pem, [NotNullWhen(true)] out X509Certificate2? certificate)
    {
        certificate = null;
        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != "CERTIFICATE")
            return false;
        try
        {
            certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(pem[fields.Base64Data]));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
