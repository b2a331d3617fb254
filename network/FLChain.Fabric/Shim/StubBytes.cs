using System.Text;
using Google.Protobuf;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Shim;

/// <summary>What the stub checks before it asks, and reads from what it is answered.</summary>
internal static class StubBytes
{
    // Strict: a lone surrogate would be replaced on the wire, and two keys would become one.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static T Decode<T>(MessageType type, ByteString bytes, Func<ByteString, T> read)
    {
        try
        {
            return read(bytes);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new StateRequestException(type.ToString(), $"the peer's answer to {type} cannot be read", string.Empty, exception);
        }
    }

    public static string CheckedCollection(string collection)
    {
        ArgumentException.ThrowIfNullOrEmpty(collection);
        return Checked(collection, nameof(collection));
    }

    public static string CheckedKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return Checked(key, nameof(key));
    }

    public static string Checked(string text, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        try
        {
            _ = StrictUtf8.GetByteCount(text);
            return text;
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException("it holds half a surrogate pair, which UTF-8 cannot carry", parameter, exception);
        }
    }
}
