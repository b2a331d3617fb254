namespace FLChain.Fabric.Shim;

/// <summary>
/// The codec refused the bytes of an argument; the inner exception is the codec's. The router's own type, so that a
/// <see cref="FormatException"/> thrown by a contract is not taken for the caller's fault.
/// </summary>
public sealed class MalformedArgumentException : FormatException
{
    internal MalformedArgumentException(FormatException refusal)
        : base(refusal.Message, refusal)
    {
    }
}
