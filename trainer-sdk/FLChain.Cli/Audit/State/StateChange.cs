using Google.Protobuf;

namespace FLChain.Cli.Audit.State;

/// <summary>What a block does to a key: a new value, or null for a deletion, what is kept beside it from then on, and the version that did it.</summary>
internal readonly record struct StateChange(ByteString? Bytes, ByteString? Metadata, StateVersion Version);
