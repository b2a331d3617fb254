using System.Text.Json;
using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Sample;

/// <summary>Arguments and results as JSON. The order of members is that of their declaration: every endorser writes the same bytes.</summary>
public sealed class JsonCodec : IArgumentCodec
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The one codec.</summary>
    public static JsonCodec Instance { get; } = new();

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public byte[] Encode(Type type, object value) => JsonSerializer.SerializeToUtf8Bytes(value, type, Options);
}
