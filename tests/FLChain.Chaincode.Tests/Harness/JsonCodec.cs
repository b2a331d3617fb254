using FLChain.Core.Encoding;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Tests.Harness;

/// <summary>The ledger's encoding, for contracts of the tests' own.</summary>
internal sealed class JsonCodec : IArgumentCodec
{
    public object Decode(Type type, ReadOnlySpan<byte> bytes) => CanonicalJson.Decode(type, bytes);

    public byte[] Encode(Type type, object value) => CanonicalJson.Encode(type, value);
}
