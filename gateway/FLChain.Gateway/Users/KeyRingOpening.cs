using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace FLChain.Gateway.Users;

/// <summary>Opens what <see cref="KeyRingProtection"/> encrypted.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the framework, by the name in the key file.")]
internal sealed class KeyRingOpening(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var key = services.GetRequiredService<MasterKey>();
        return key.TryOpen(KeyRingProtection.Purpose, Convert.FromBase64String(encryptedElement.Value), out var bytes)
            ? XElement.Parse(Encoding.UTF8.GetString(bytes))
            : throw new CryptographicException("the key was encrypted under another master key");
    }
}
