using System.Security.Cryptography.X509Certificates;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Tests.Harness;

/// <summary>A member of an organization with a real certificate.</summary>
internal sealed class TestIdentity(string mspId, string commonName, X509Certificate2 certificate)
{
    public string MspId { get; } = mspId;

    public string CommonName { get; } = commonName;

    public byte[] PublicKey { get; } = certificate.PublicKey.ExportSubjectPublicKeyInfo();

    public string PartyId { get; } = Naming.PartyId(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    public ClientIdentity Client { get; } = new(mspId, certificate);

    public override string ToString() => $"{CommonName}@{MspId}";
}
