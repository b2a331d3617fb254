using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>An authority that deals the first member a share which does not fit its verification key, the first time.</summary>
internal sealed class BadDealer : Conduct
{
    public override byte[] DealtSecrets(int place, int attempt, byte[] secrets)
    {
        if (place != 0 || attempt != 1) return secrets;
        var bad = secrets.ToArray();
        bad[^1] ^= 1;
        return bad;
    }
}
