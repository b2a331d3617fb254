using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace FLChain.Gateway.Users;

/// <summary>Keeps the framework's own keys, which protect cookies and tokens, under the master key.</summary>
internal sealed class KeyRingProtection(MasterKey key) : IXmlEncryptor
{
    internal const string Purpose = "FLChain/gateway/key-ring/v1";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var bytes = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(key.Seal(Purpose, bytes))), typeof(KeyRingOpening));
    }
}
