namespace FLChain.DevPeer.Ledger;

/// <summary>A private data collection within its chaincode's namespace.</summary>
internal readonly record struct CollectionId(string Namespace, string Name) : IComparable<CollectionId>
{
    public int CompareTo(CollectionId other)
    {
        var order = string.CompareOrdinal(Namespace, other.Namespace);
        return order != 0 ? order : string.CompareOrdinal(Name, other.Name);
    }
}
