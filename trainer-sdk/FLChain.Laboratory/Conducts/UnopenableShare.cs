using System.Security.Cryptography;
using FLChain.Cryptography.Envelopes;
using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>Seals something as long as its first unmasking share under a key that nobody has.</summary>
internal sealed class UnopenableShare : Conduct
{
    private bool _done;

    public override byte[] SealedShare(byte[] payload)
    {
        if (_done) return payload;
        _done = true;
        using var key = ShareKey.FromBytes(RandomNumberGenerator.GetBytes(SymmetricKey.LengthBytes));
        return key.Seal(RandomNumberGenerator.GetBytes(payload.Length - ShareKey.OverheadBytes), "to nobody"u8);
    }
}
