using System.Security.Cryptography;
using System.Text;
using FLChain.Fabric.Policies;

namespace FLChain.Chaincode.Tests.Harness;

/// <summary>What one simulation read and would write.</summary>
internal sealed class TransactionSets
{
    public SortedDictionary<string, StateVersion?> Reads { get; } = new(Utf8KeyComparer.Instance);

    public List<RangeRead> Ranges { get; } = [];

    /// <summary>A null value is a deletion.</summary>
    public SortedDictionary<string, byte[]?> Writes { get; } = new(Utf8KeyComparer.Instance);

    /// <summary>Policies that keys are put under; null puts a key back under the chaincode's.</summary>
    public SortedDictionary<string, SignaturePolicy?> Policies { get; } = new(Utf8KeyComparer.Instance);

    public Dictionary<(string Collection, string Key), StateVersion?> PrivateReads { get; } = [];

    public SortedDictionary<string, SortedDictionary<string, byte[]?>> PrivateWrites { get; } = new(StringComparer.Ordinal);

    public string? EventName { get; set; }

    public byte[] EventPayload { get; set; } = [];

    public bool WritesNothing => Writes.Count == 0 && Policies.Count == 0 && PrivateWrites.Count == 0 && EventName is null;

    /// <summary>A text that is equal for two simulations exactly when an endorsement of both would be.</summary>
    public string Fingerprint()
    {
        var text = new StringBuilder();
        foreach (var (key, version) in Reads) text.Append("read ").Append(Printable(key)).Append(' ').Append(version).Append('\n');
        foreach (var range in Ranges)
        {
            text.Append("range ").Append(Printable(range.Start)).Append(' ').Append(Printable(range.End)).Append(' ').Append(range.Exhausted);
            foreach (var (key, version) in range.Seen) text.Append(' ').Append(Printable(key)).Append(' ').Append(version);
            text.Append('\n');
        }

        foreach (var (key, value) in Writes) text.Append("write ").Append(Printable(key)).Append(' ').Append(Hex(value)).Append('\n');
        foreach (var (key, policy) in Policies) text.Append("policy ").Append(Printable(key)).Append(' ').Append(Convert.ToHexStringLower(policy?.ToBytes() ?? [])).Append('\n');
        foreach (var (collection, writes) in PrivateWrites)
            foreach (var (key, value) in writes)
                text.Append("private ").Append(collection).Append(' ').Append(Printable(key)).Append(' ').Append(Digest(value)).Append('\n');
        return text.Append("event ").Append(EventName).Append(' ').Append(Hex(EventPayload)).ToString();
    }

    private static string Printable(string key) => key.Replace('\0', '|');

    private static string Hex(byte[]? value) => value is null ? "deleted" : Encoding.UTF8.GetString(value);

    private static string Digest(byte[]? value) => value is null ? "deleted" : Convert.ToHexStringLower(SHA256.HashData(value));
}
