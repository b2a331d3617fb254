namespace FLChain.DevPeer.Ledger;

/// <summary>Where a range begins: at a key, or right behind one that was read already.</summary>
internal readonly record struct RangeStart(string Key, bool IsExclusive)
{
    public static RangeStart At(string key) => new(key, false);

    public static RangeStart Behind(string key) => new(key, true);

    // The least byte string greater than a key is the key followed by a zero byte.
    public byte[] ToBytes()
    {
        var key = LedgerConnection.KeyBytes(Key);
        return IsExclusive ? [.. key, 0] : key;
    }
}
