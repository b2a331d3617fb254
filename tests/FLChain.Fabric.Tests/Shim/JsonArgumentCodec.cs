using System.Text.Json;
using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>Strict JSON: no unknown, missing or repeated members, no trailing text, no null where none is declared.</summary>
public sealed class JsonArgumentCodec : IArgumentCodec
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static JsonArgumentCodec Instance { get; } = new();

    public object Decode(Type type, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type, Options) ?? throw new FormatException("null is no value");
        }
        catch (JsonException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    public byte[] Encode(Type type, object value) => JsonSerializer.SerializeToUtf8Bytes(value, type, Options);
}
