using FLChain.Core.Ledger;

namespace FLChain.Core.Training;

/// <summary>
/// What a node submits as its aggregate: a commitment that binds the aggregate's digest to the node. Nobody else can use
/// it, so whoever submits the right one has computed the aggregate, or was handed it off the ledger. docs/protocol.md.
/// </summary>
public static class AggregateCommitment
{
    private const string Tag = "flchain/aggregate/v1";

    /// <summary>Lower-case hex SHA-512, 128 characters.</summary>
    /// <param name="fid">Model.</param>
    /// <param name="iteration">1, 2, …</param>
    /// <param name="author">dpId of the node.</param>
    /// <param name="digest">SHA-512 of the aggregate, hex.</param>
    /// <exception cref="ArgumentException">The digest is not a digest.</exception>
    public static string Of(string fid, int iteration, string author, string digest)
    {
        ArgumentNullException.ThrowIfNull(fid);
        ArgumentNullException.ThrowIfNull(author);
        if (!Naming.IsDigest(digest)) throw new ArgumentException("not a SHA-512 digest", nameof(digest));
        return Convert.ToHexStringLower(TaggedHash.Of(Tag, Convert.FromHexString(digest), iteration, fid, author));
    }
}
