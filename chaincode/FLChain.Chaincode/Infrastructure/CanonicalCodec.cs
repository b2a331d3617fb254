using FLChain.Core.Encoding;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Infrastructure;

/// <summary>Arguments and answers travel in the one encoding that records have.</summary>
internal sealed class CanonicalCodec : IArgumentCodec
{
    public static CanonicalCodec Instance { get; } = new();

    public object Decode(Type type, ReadOnlySpan<byte> bytes) => CanonicalJson.Decode(type, bytes);

    public byte[] Encode(Type type, object value) => CanonicalJson.Encode(type, value);
}
