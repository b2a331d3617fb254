using System.Text;

namespace FLChain.Chaincode.Tests.Harness;

/// <summary>The order in which Fabric's state databases keep keys: that of their UTF-8 bytes, which is not the order of UTF-16 code units.</summary>
internal sealed class Utf8KeyComparer : IComparer<string>
{
    public static Utf8KeyComparer Instance { get; } = new();

    public int Compare(string? x, string? y) =>
        Encoding.UTF8.GetBytes(x ?? string.Empty).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? string.Empty));
}
