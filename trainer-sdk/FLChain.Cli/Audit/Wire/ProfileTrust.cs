using FLChain.Fabric.Client;

namespace FLChain.Cli.Audit.Wire;

/// <summary>The trust anchors that a connection profile names.</summary>
public static class ProfileTrust
{
    /// <summary>The MSP id that the embedded consortium gives its orderer.</summary>
    public const string DefaultOrdererMsp = "OrdererMSP";

    /// <summary>Reads the anchors: self-signed certificates are roots, others stand between a root and the members.</summary>
    /// <param name="profile">A profile with trust anchors.</param>
    /// <param name="ordererMsps">Organizations that order blocks; by default <see cref="DefaultOrdererMsp"/>. All others endorse.</param>
    /// <exception cref="Fabric.FabricConfigurationException">The profile has no anchors, or one cannot be read.</exception>
    public static IReadOnlyList<TrustAnchor> Load(ConnectionProfile profile, IReadOnlyList<string>? ordererMsps = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.TrustAnchors.Count == 0)
            throw new Fabric.FabricConfigurationException("The profile names no trust anchors: an audit needs each organization's certificate authority.");
        var orderers = ordererMsps ?? [DefaultOrdererMsp];
        return
        [
            .. profile.LoadTrustAnchors()
                .OrderBy(anchor => anchor.Key, StringComparer.Ordinal)
                .Select(anchor => new TrustAnchor(
                    anchor.Key,
                    [.. anchor.Value.Where(certificate => IsSelfIssued(certificate))],
                    orderers.Contains(anchor.Key, StringComparer.Ordinal))
                {
                    Intermediates = [.. anchor.Value.Where(certificate => !IsSelfIssued(certificate))],
                }),
        ];
    }

    private static bool IsSelfIssued(System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
