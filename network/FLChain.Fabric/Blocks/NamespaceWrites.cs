using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Blocks;

/// <summary>What a transaction read and wrote in one namespace: a chaincode's name, or one of Fabric's own such as <c>_lifecycle</c>.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Public">Reads, range queries and writes of the public state.</param>
/// <param name="Collections">The private collections it touched.</param>
public sealed record NamespaceWrites(string Namespace, KVRWSet Public, IReadOnlyList<CollectionWrites> Collections)
{
    /// <summary>Whether values or policies of keys are written, public or private.</summary>
    public bool WritesSomething =>
        Public.Writes.Count + Public.MetadataWrites.Count > 0
        || Collections.Any(set => set.Hashed.HashedWrites.Count + set.Hashed.MetadataWrites.Count > 0);
}
