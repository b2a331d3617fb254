using Google.Protobuf;

namespace FLChain.DevPeer.Ordering;

/// <summary>An envelope in the queue, and when it came (a <see cref="System.Diagnostics.Stopwatch"/> timestamp).</summary>
internal readonly record struct OrderedEnvelope(ByteString Bytes, long ArrivedAt);
