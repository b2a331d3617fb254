using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FLChain.Core.Encoding;

/// <summary>
/// The one encoding of records, arguments, answers and events: UTF-8 JSON without white space, members sorted by the
/// ordinal order of their names, absent members left out, enumerations by name, bytes in base64. The same value gives
/// the same bytes everywhere, and only those bytes decode: anything else that merely means the same is refused.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Longest accepted document, in bytes. Vectors travel as payloads, not as records.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private static readonly JsonSerializerOptions Options = CreateOptions();

    /// <summary>Encodes <paramref name="value"/>.</summary>
    public static byte[] Encode<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>Encodes <paramref name="value"/> as <paramref name="type"/>.</summary>
    public static byte[] Encode(Type type, object value) => JsonSerializer.SerializeToUtf8Bytes(value, type, Options);

    /// <summary>Decodes what <see cref="Encode{T}(T)"/> wrote.</summary>
    /// <exception cref="CanonicalFormatException">The bytes are not the canonical form of a <typeparamref name="T"/>.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> utf8) => (T)Decode(typeof(T), utf8);

    /// <summary>Decodes what <see cref="Encode(Type, object)"/> wrote.</summary>
    /// <exception cref="CanonicalFormatException">The bytes are not the canonical form of a <paramref name="type"/>.</exception>
    public static object Decode(Type type, ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
            throw new CanonicalFormatException($"a document of {utf8.Length} bytes is longer than the {MaxBytes} allowed");

        object value;
        try
        {
            value = JsonSerializer.Deserialize(utf8, type, Options)
                ?? throw new CanonicalFormatException("the document is null");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or OverflowException or FormatException or ArgumentException)
        {
            // The serializer's text names the member and the position; its inner details differ between versions.
            throw new CanonicalFormatException($"not a valid {type.Name}", error);
        }

        if (!utf8.SequenceEqual(Encode(type, value)))
            throw new CanonicalFormatException($"not the canonical form of a {type.Name}");
        if (HoldsNull(utf8)) throw new CanonicalFormatException($"a {type.Name} has no null in it");
        return value;
    }

    // An absent member is left out and a list has no gaps, so null is never written; inside a list the serializer would
    // let it pass all the same.
    private static bool HoldsNull(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOf("null"u8) < 0) return false;
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
            if (reader.TokenType == JsonTokenType.Null)
                return true;
        return false;
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowDuplicateProperties = false,
            MaxDepth = 16,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { SortMembers, AllowAbsent } },
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly();
        return options;
    }

    private static void SortMembers(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        var sorted = type.Properties.OrderBy(property => property.Name, StringComparer.Ordinal).ToArray();
        type.Properties.Clear();
        foreach (var property in sorted) type.Properties.Add(property);
    }

    // An absent member is left out when it is written, so a member that may be absent cannot be demanded when it is read.
    private static void AllowAbsent(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var property in type.Properties)
            if (property.IsGetNullable)
                property.IsRequired = false;
    }
}
