using System.Collections.Concurrent;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Cryptography.Tests;

/// <summary>Short keys, dealt once for a test run. Breakable at once: for tests only.</summary>
internal static class TestKeys
{
    private static readonly ConcurrentDictionary<(int Bits, int Trainers, int Threshold), Lazy<DealtKey>> Dealt = new();

    public static DealtKey Get(int bits = 512, int trainers = 4, int threshold = 3) =>
        Dealt.GetOrAdd((bits, trainers, threshold), k => new Lazy<DealtKey>(() => InsecureTestKeyDealer.Deal(k.Bits, k.Trainers, k.Threshold))).Value;
}
