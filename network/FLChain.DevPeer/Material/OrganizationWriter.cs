namespace FLChain.DevPeer.Material;

/// <summary>Makes a whole organization: two authorities, the public <c>msp</c> folder, and its one peer or orderer.</summary>
internal static class OrganizationWriter
{
    public static void Write(DevOrganization organization, string draft)
    {
        string Moved(string path) => Path.Combine(draft, Path.GetRelativePath(organization.Folder, path));

        using var authority = CertificateAuthority.Create(
            $"ca.{organization.Domain}", organization.Domain, Moved(organization.CaCertificatePath), Moved(organization.CaKeyPath));
        using var tlsAuthority = CertificateAuthority.Create(
            $"tlsca.{organization.Domain}", organization.Domain, Moved(organization.TlsCaCertificatePath), Moved(organization.TlsCaKeyPath));
        MspFolder.WriteRoots(Path.Combine(draft, "msp"), organization.Domain, authority.CertificatePem, tlsAuthority.CertificatePem);

        var unit = organization.NodeName.StartsWith("orderer.", StringComparison.Ordinal) ? "orderer" : "peer";
        var identity = authority.Issue(new CertificateProfile(organization.NodeName, unit));
        var msp = Moved(organization.NodeMspFolder);
        MspFolder.WriteRoots(msp, organization.Domain, authority.CertificatePem, tlsAuthority.CertificatePem);
        MspFolder.WriteIdentity(msp, organization.NodeName, identity.CertificatePem, identity.KeyPem);

        var tls = tlsAuthority.Issue(new CertificateProfile(organization.NodeName, "") { IsTls = true });
        OwnerOnlyFiles.Write(Moved(organization.NodeTlsKeyPath), tls.KeyPem);
        OwnerOnlyFiles.Write(Moved(organization.NodeTlsCertificatePath), tls.CertificatePem);
        OwnerOnlyFiles.Write(Path.Combine(Moved(organization.NodeFolder), "tls", "ca.crt"), tlsAuthority.CertificatePem);
    }
}
