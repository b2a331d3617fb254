namespace FLChain.Cli.Audit.State;

/// <summary>A private collection of a namespace. Ordered by namespace, then name.</summary>
internal readonly record struct CollectionId(string Namespace, string Name) : IComparable<CollectionId>
{
    public int CompareTo(CollectionId other)
    {
        var order = string.CompareOrdinal(Namespace, other.Namespace);
        return order != 0 ? order : string.CompareOrdinal(Name, other.Name);
    }
}
