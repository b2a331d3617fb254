using System.Security.Cryptography;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.TrainerSdk.Training;

/// <summary>
/// What the authority seals to each member: the federation's group key (32 bytes), then the member's share of the
/// decryption key. Disposing it erases both.
/// </summary>
internal sealed class DealtSecrets : IDisposable
{
    private DealtSecrets(GroupKey groupKey, SecretKeyShare share)
    {
        GroupKey = groupKey;
        Share = share;
    }

    public GroupKey GroupKey { get; }

    public SecretKeyShare Share { get; }

    /// <summary>The plaintext of the envelope; the caller erases it.</summary>
    public static byte[] Encode(GroupKey groupKey, SecretKeyShare share)
    {
        var key = groupKey.Export();
        var encodedShare = share.Encode();
        try
        {
            return [.. key, .. encodedShare];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(encodedShare);
        }
    }

    /// <summary>Null when the bytes do not hold a group key and a share.</summary>
    public static DealtSecrets? TryDecode(ReadOnlySpan<byte> plaintext) =>
        plaintext.Length > SymmetricKey.LengthBytes && SecretKeyShare.TryDecode(plaintext[SymmetricKey.LengthBytes..], out var share)
            ? new DealtSecrets(GroupKey.FromBytes(plaintext[..SymmetricKey.LengthBytes]), share)
            : null;

    public void Dispose()
    {
        GroupKey.Dispose();
        Share.Dispose();
    }
}
