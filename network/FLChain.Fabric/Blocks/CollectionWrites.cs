using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Blocks;

/// <summary>What a transaction did to one private collection, by the hashes of keys and values.</summary>
/// <param name="Collection">The collection's name.</param>
/// <param name="Hashed">Hashed reads and writes.</param>
/// <param name="PrivateHash">SHA-256 of the collection's private write set; empty when nothing was written.</param>
public sealed record CollectionWrites(string Collection, HashedRWSet Hashed, ByteString PrivateHash);
