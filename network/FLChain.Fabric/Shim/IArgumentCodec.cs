namespace FLChain.Fabric.Shim;

/// <summary>
/// Turns the bytes of an argument into a value and a value into the bytes of a result. Both must be deterministic: every
/// endorser has to produce the same bytes. Safe for concurrent use. Values of type byte[] never reach it: they travel raw.
/// </summary>
public interface IArgumentCodec
{
    /// <summary>Reads a value of exactly <paramref name="type"/>; never null.</summary>
    /// <exception cref="FormatException">
    /// The bytes are not an encoding of the type. The message goes back to the caller, so it names the fault and nothing
    /// about the machine.
    /// </exception>
    object Decode(Type type, ReadOnlySpan<byte> bytes);

    /// <summary>Writes <paramref name="value"/>, which is declared as <paramref name="type"/> (its own type may be derived from that).</summary>
    byte[] Encode(Type type, object value);
}
