using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Shim;

/// <summary>
/// Reads creators of proposals and keeps them: a certificate costs more to take apart than the rest of a message, and most
/// creators come again. Safe for concurrent use. What is kept is not disposed, for a transaction may still look at it.
/// </summary>
internal sealed class CreatorCache
{
    private const int Most = 1024;

    // Certificates have about a thousand bytes; what is much larger is not worth the room.
    private const int LongestKept = 16 * 1024;

    private readonly ConcurrentDictionary<ByteString, ClientIdentity> _creators = new();

    /// <summary>How many are kept.</summary>
    public int Count => _creators.Count;

    /// <summary>Reads a serialized identity.</summary>
    /// <exception cref="FormatException">It names no organization or holds no certificate.</exception>
    /// <exception cref="InvalidProtocolBufferException">It is no identity.</exception>
    public ClientIdentity Read(ByteString creator)
    {
        if (_creators.TryGetValue(creator, out ClientIdentity? known))
        {
            return known;
        }

        ClientIdentity identity = Parse(creator);
        if (creator.Length > LongestKept)
        {
            return identity;
        }

        if (_creators.Count >= Most)
        {
            _creators.Clear();
        }

        return _creators.GetOrAdd(creator, identity);
    }

    private static ClientIdentity Parse(ByteString creator)
    {
        SerializedIdentity identity = SerializedIdentity.Parser.ParseFrom(creator);
        if (identity.Mspid.Length == 0)
        {
            throw new FormatException("its creator names no organization");
        }

        try
        {
            return new ClientIdentity(identity.Mspid, X509Certificate2.CreateFromPem(identity.IdBytes.ToStringUtf8()));
        }
        catch (CryptographicException exception)
        {
            throw new FormatException("its creator is no X.509 certificate", exception);
        }
    }
}
