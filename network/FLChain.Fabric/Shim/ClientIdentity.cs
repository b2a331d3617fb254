using System.Security.Cryptography.X509Certificates;

namespace FLChain.Fabric.Shim;

/// <summary>Who signed a proposal: the organization's MSP id and the X.509 certificate.</summary>
public sealed record ClientIdentity(string MspId, X509Certificate2 Certificate)
{
    /// <summary>DER SubjectPublicKeyInfo of the certificate.</summary>
    public byte[] SubjectPublicKeyInfo => Certificate.PublicKey.ExportSubjectPublicKeyInfo();
}
