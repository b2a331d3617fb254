using Google.Protobuf;

namespace FLChain.Cli.Audit.State;

/// <summary>A value, or the hash of a private one, with the version that wrote it and what is kept beside it.</summary>
internal readonly record struct StateValue(ByteString Bytes, StateVersion Version, ByteString? Metadata = null);
