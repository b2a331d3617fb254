using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace FLChain.Fabric.Shim;

/// <summary>Who signed a proposal: the organization's MSP id and the X.509 certificate.</summary>
public sealed record ClientIdentity(string MspId, X509Certificate2 Certificate)
{
    // Where Fabric CA puts the attributes it was told to certify: an extension whose value is {"attrs":{"name":"value"}}.
    private const string AttributesOid = "1.2.3.4.5.6.7.8.1";
    private const string OrganizationalUnitOid = "2.5.4.11";

    private static readonly IReadOnlyDictionary<string, string> NoAttributes = new Dictionary<string, string>();

    /// <summary>DER SubjectPublicKeyInfo of the certificate.</summary>
    public byte[] SubjectPublicKeyInfo => Certificate.PublicKey.ExportSubjectPublicKeyInfo();

    /// <summary>
    /// The attributes that the organization's Fabric CA certified, for example <c>hf.Affiliation</c> or an application's own
    /// role. They are worth as much as the certificate, whose chain the peer has checked. Empty when there are none and when
    /// the extension cannot be read: what is not certain is not granted.
    /// </summary>
    public IReadOnlyDictionary<string, string> Attributes =>
        Certificate.Extensions[AttributesOid] is { } extension ? ReadAttributes(extension.RawData) : NoAttributes;

    /// <summary>The organizational units of the subject, in the order of the certificate: Fabric's node OUs (<c>client</c>, <c>admin</c>, <c>peer</c>) and affiliations.</summary>
    public IReadOnlyList<string> OrganizationalUnits
    {
        get
        {
            try
            {
                return
                [
                    .. Certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false)
                        .Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value == OrganizationalUnitOid)
                        .Select(name => name.GetSingleElementValue())
                        .OfType<string>(),
                ];
            }
            catch (Exception exception) when (exception is AsnContentException or System.Security.Cryptography.CryptographicException)
            {
                return [];
            }
        }
    }

    private static IReadOnlyDictionary<string, string> ReadAttributes(byte[] value)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(value, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.GetProperty("attrs").EnumerateObject()
                .ToDictionary(attribute => attribute.Name, attribute => attribute.Value.GetString() ?? string.Empty, StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return NoAttributes;
        }
    }
}
