namespace FLChain.DevPeer.Ledger;

/// <summary>The new value of a key; null deletes it.</summary>
internal readonly record struct StateUpdate(byte[]? Value, StateVersion Version);

/// <summary>The new hash of a private value; null deletes it.</summary>
internal readonly record struct HashUpdate(byte[]? ValueHash, StateVersion Version);

/// <summary>The new private value of a key; null deletes it.</summary>
internal readonly record struct PrivateUpdate(CollectionId Collection, string Key, byte[]? Value, StateVersion Version);

/// <summary>A key that a valid transaction wrote or deleted.</summary>
internal readonly record struct HistoryUpdate(string Namespace, string Key, StateVersion Version);
