using System.Security.Cryptography;

namespace FLChain.Fabric.Blocks;

/// <summary>The hashes that tie a transaction to its proposal.</summary>
public static class ProposalHashing
{
    /// <summary>A transaction's id: lower-case hex SHA-256 of nonce and creator, 64 characters.</summary>
    /// <param name="nonce">The signature header's nonce, 24 bytes as clients make it.</param>
    /// <param name="creator">The signature header's creator, a serialized identity.</param>
    public static string TransactionId(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> creator)
        => Convert.ToHexStringLower(Concatenated(nonce, creator));

    /// <summary>The hash of a proposal that its endorsers sign: SHA-256 of the two headers and the payload. 32 bytes.</summary>
    /// <param name="channelHeader">The bytes of the channel header.</param>
    /// <param name="signatureHeader">The bytes of the signature header.</param>
    /// <param name="chaincodeProposalPayload">The bytes of the chaincode proposal payload without its transient map.</param>
    public static byte[] ProposalHash(
        ReadOnlySpan<byte> channelHeader, ReadOnlySpan<byte> signatureHeader, ReadOnlySpan<byte> chaincodeProposalPayload)
        => Concatenated(channelHeader, signatureHeader, chaincodeProposalPayload);

    /// <summary>The digest that an endorser signs: SHA-256 of the proposal response payload and the endorser's serialized identity. 32 bytes.</summary>
    public static byte[] EndorsementDigest(ReadOnlySpan<byte> proposalResponsePayload, ReadOnlySpan<byte> endorser)
        => Concatenated(proposalResponsePayload, endorser);

    private static byte[] Concatenated(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(first);
        hash.AppendData(second);
        hash.AppendData(third);
        return hash.GetHashAndReset();
    }
}
