using System.Text;

namespace FLChain.Gateway.Market;

/// <summary>Evidence that reporters wrote down here, by the digest that the ledger has of it: it goes to the judges, not to the ledger. Safe for concurrent use.</summary>
internal sealed class EvidenceStore(GatewayDatabase database)
{
    /// <summary>Longest evidence, in characters.</summary>
    public const int MaxLength = 20_000;

    /// <summary>Keeps it.</summary>
    /// <returns>SHA-512 of its UTF-8, hex.</returns>
    public string Keep(string text)
    {
        var digest = Naming.Digest(Encoding.UTF8.GetBytes(text));
        using var session = database.Open();
        session.Execute("INSERT INTO evidence(digest, text) VALUES($1, $2) ON CONFLICT DO NOTHING", digest, text);
        return digest;
    }

    /// <summary>The evidence of a digest; null where it is kept elsewhere.</summary>
    public string? Find(string digest)
    {
        using var session = database.Open();
        return session.Scalar("SELECT text FROM evidence WHERE digest = $1", digest) as string;
    }
}
