using Google.Protobuf;

namespace FLChain.Cli.Audit.State;

/// <summary>The order of byte strings by their bytes, a prefix first.</summary>
internal sealed class ByteStringOrder : IComparer<ByteString>
{
    public static ByteStringOrder Instance { get; } = new();

    public int Compare(ByteString? x, ByteString? y) => (x ?? ByteString.Empty).Span.SequenceCompareTo((y ?? ByteString.Empty).Span);
}
