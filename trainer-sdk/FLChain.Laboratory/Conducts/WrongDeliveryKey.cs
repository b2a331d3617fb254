using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>Delivers a key that opens nothing.</summary>
internal sealed class WrongDeliveryKey : Conduct
{
    public override byte[]? DeliveredKey(byte[] key) => [.. key.Select(part => (byte)(part ^ 0xff))];
}
