using FLChain.DevPeer.Material;
using FLChain.Fabric.Shim;
using FLChain.TrainerSdk.State;

namespace FLChain.Cli.Networks;

/// <summary>
/// The chaincode's package for each organization. An organization's peer and service know each other by certificates of
/// its own authority, so each package is another one; what the organizations agree on is the definition.
/// </summary>
internal static class ServicePackages
{
    /// <summary>Name of the service's TLS certificate below the organization's folder <c>tls/</c>.</summary>
    private const string Service = "chaincode";

    /// <summary>Name of the certificate that the peer shows to the service.</summary>
    private const string Client = "chaincode-client";

    /// <summary>
    /// Writes <c>DOMAIN.tgz</c>, which holds the peer's key for the service and is its owner's alone, and <c>DOMAIN.id</c>,
    /// the package id, for each organization.
    /// </summary>
    public static void Write(NetworkDescription network, DevConsortium material, int sequence, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var organization in network.Organizations)
        {
            material.IssueTls(organization.MspId, Service);
            var client = material.IssueTls(organization.MspId, Client);
            var package = ChaincodePackage.Create($"{network.Chaincode}_{sequence}", new ChaincodeConnection
            {
                Address = organization.Service,
                // A peer dials a service that is away anew for each call, and for so long the call waits before others are asked.
                DialTimeout = "3s",
                TlsRequired = true,
                ClientAuthenticationRequired = true,
                ClientKey = File.ReadAllText(Path.Combine(client, "key.pem")),
                ClientCertificate = File.ReadAllText(Path.Combine(client, "certificate.pem")),
                RootCertificate = File.ReadAllText(material.Find(organization.MspId).TlsCaCertificatePath),
            });
            OwnerOnlyFile.Write(Path.Combine(folder, $"{organization.Domain}.tgz"), package.Bytes.Span);
            File.WriteAllText(Path.Combine(folder, $"{organization.Domain}.id"), package.PackageId);
        }
    }
}
