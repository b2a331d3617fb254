using System.Security.Cryptography.X509Certificates;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Infrastructure;

/// <summary>Who signed the proposal; Fabric has checked certificate and signature.</summary>
/// <param name="PartyId">SHA-256 of the certificate's public key, hex; for a trainer its dpId.</param>
/// <param name="Msp">MSP id of its organization.</param>
/// <param name="CommonName">Common name of the certificate, for a trainer its pseudonym; empty when there is none.</param>
/// <param name="PublicKey">DER SubjectPublicKeyInfo of the certificate.</param>
internal sealed record Caller(string PartyId, string Msp, string CommonName, byte[] PublicKey)
{
    private const string CommonNameOid = "2.5.4.3";

    public static Caller Of(ClientIdentity creator)
    {
        var publicKey = creator.SubjectPublicKeyInfo;
        return new Caller(Naming.PartyId(publicKey), creator.MspId, CommonNameOf(creator.Certificate), publicKey);
    }

    // GetNameInfo would fall back to other parts of the name where there is no common name.
    private static string CommonNameOf(X509Certificate2 certificate)
    {
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
            if (!part.HasMultipleElements && part.GetSingleElementType().Value == CommonNameOid)
                return part.GetSingleElementValue() ?? string.Empty;
        return string.Empty;
    }
}
