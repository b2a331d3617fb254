using Google.Protobuf;

namespace FLChain.Fabric.Policies;

/// <summary>Looks up what the committed state keeps beside keys, see <see cref="KeyMetadata"/>.</summary>
public interface IKeyMetadata
{
    /// <summary>Beside a public key; null where there is nothing.</summary>
    ByteString? Find(string chaincode, string key);

    /// <summary>Beside a private key, by SHA-256 of the key; null where there is nothing.</summary>
    ByteString? FindPrivate(string chaincode, string collection, ByteString keyHash);
}
