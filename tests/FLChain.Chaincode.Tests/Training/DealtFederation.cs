using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Chaincode.Tests.Training;

/// <summary>Keys for the tests of this assembly: 512 bits, dealt once for each size of federation.</summary>
internal static class DealtFederation
{
    public const int ModulusBits = 512;

    private static readonly Dictionary<(int Trainers, int Threshold), DealtKey> s_keys = [];
    private static readonly Lock s_gate = new();

    public static GroupKey GroupKey { get; } = GroupKey.Generate();

    public static DealtKey Of(int trainers, int threshold)
    {
        lock (s_gate)
        {
            if (!s_keys.TryGetValue((trainers, threshold), out var key))
                s_keys[(trainers, threshold)] = key = InsecureTestKeyDealer.Deal(ModulusBits, trainers, threshold);
            return key;
        }
    }
}
