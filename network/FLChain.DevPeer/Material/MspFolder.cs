namespace FLChain.DevPeer.Material;

/// <summary>Writes <c>msp</c> folders: an organization's public roots, or one identity with its key.</summary>
internal static class MspFolder
{
    /// <summary>The roots that every <c>msp</c> folder of <paramref name="domain"/> repeats.</summary>
    public static void WriteRoots(string folder, string domain, string caPem, string tlsCaPem)
    {
        OwnerOnlyFiles.Write(Path.Combine(folder, "cacerts", $"ca.{domain}-cert.pem"), caPem);
        OwnerOnlyFiles.Write(Path.Combine(folder, "tlscacerts", $"tlsca.{domain}-cert.pem"), tlsCaPem);
        OwnerOnlyFiles.Write(Path.Combine(folder, "config.yaml"), NodeUnits(domain));
    }

    public static void WriteIdentity(string folder, string name, string certificatePem, string keyPem)
    {
        OwnerOnlyFiles.Write(Path.Combine(folder, "keystore", "priv_sk"), keyPem);
        OwnerOnlyFiles.Write(Path.Combine(folder, "signcerts", $"{name}-cert.pem"), certificatePem);
    }

    // An identity's organizational unit says which part it plays.
    private static string NodeUnits(string domain)
    {
        var parts = new[] { ("Client", "client"), ("Peer", "peer"), ("Admin", "admin"), ("Orderer", "orderer") };
        var entries = parts.Select(part => $"""
              {part.Item1}OUIdentifier:
                Certificate: cacerts/ca.{domain}-cert.pem
                OrganizationalUnitIdentifier: {part.Item2}
            """);
        return "NodeOUs:\n  Enable: true\n" + string.Join('\n', entries) + "\n";
    }
}
