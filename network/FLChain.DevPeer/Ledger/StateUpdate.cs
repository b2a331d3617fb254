using Google.Protobuf;

namespace FLChain.DevPeer.Ledger;

/// <summary>The new value of a key, or the new hash of a private one; null deletes it. What is kept beside it goes with it.</summary>
internal readonly record struct StateUpdate(byte[]? Value, ByteString? Metadata, StateVersion Version);

/// <summary>The new private value of a key; null deletes it. Where it only raises, the value stays: what is kept beside the key changed.</summary>
internal readonly record struct PrivateUpdate(CollectionId Collection, string Key, byte[]? Value, StateVersion Version, bool OnlyRaises = false);

/// <summary>A key that a valid transaction wrote or deleted.</summary>
internal readonly record struct HistoryUpdate(string Namespace, string Key, StateVersion Version);
