using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace FLChain.Cli.Audit.Replay;

/// <summary>Transient data of which it is only known that they are not there any more: whoever looks at them cannot be run again.</summary>
/// <param name="reason">Why, for people.</param>
internal sealed class ExpiredTransient(string reason) : IReadOnlyDictionary<string, ReadOnlyMemory<byte>>
{
    public IEnumerable<string> Keys => throw Gap();

    public IEnumerable<ReadOnlyMemory<byte>> Values => throw Gap();

    public int Count => throw Gap();

    public ReadOnlyMemory<byte> this[string key] => throw Gap();

    public bool ContainsKey(string key) => throw Gap();

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out ReadOnlyMemory<byte> value) => throw Gap();

    public IEnumerator<KeyValuePair<string, ReadOnlyMemory<byte>>> GetEnumerator() => throw Gap();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ReplayGapException Gap() => new(reason);
}
