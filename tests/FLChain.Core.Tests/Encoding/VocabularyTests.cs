using System.Collections;
using System.Reflection;
using System.Text.Json;
using FLChain.Core.Encoding;
using FLChain.Core.Records;

namespace FLChain.Core.Tests.Encoding;

/// <summary>Every record, request, answer and event survives its encoding, with every member that may be absent present or absent.</summary>
public sealed class VocabularyTests
{
    private static readonly string[] Namespaces = ["FLChain.Core.Records", "FLChain.Core.Requests", "FLChain.Core.Answers", "FLChain.Core.Events", "FLChain.Core.Policies"];
    private static readonly NullabilityInfoContext Nullability = new();

    public static TheoryData<Type> Types =>
    [
        .. typeof(ModelRecord).Assembly.GetExportedTypes()
            .Where(type => Namespaces.Contains(type.Namespace) && type is { IsEnum: false, IsAbstract: false } && type.GetConstructors().Length == 1)
            .Select(type => type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(AccountRecord)) : type),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void Encode_ThenDecode_GivesTheSameBytes(Type type)
    {
        foreach (var full in new[] { true, false })
        {
            var value = Make(type, full)!;
            var bytes = CanonicalJson.Encode(type, value);
            Assert.Equal(bytes, CanonicalJson.Encode(type, CanonicalJson.Decode(type, bytes)));
            using var document = JsonDocument.Parse(bytes);
            RequireSorted(document.RootElement);
        }
    }

    [Fact]
    public void Types_AreAllThere() => Assert.True(Types.Count > 60, $"only {Types.Count} types were found");

    private static void RequireSorted(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
            foreach (var item in element.EnumerateArray()) RequireSorted(item);
        if (element.ValueKind != JsonValueKind.Object) return;
        var names = element.EnumerateObject().Select(member => member.Name).ToArray();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        foreach (var member in element.EnumerateObject()) RequireSorted(member.Value);
    }

    private static object? Make(Type type, bool full)
    {
        if (type == typeof(string)) return full ? "text é" : string.Empty;
        if (type == typeof(int)) return full ? int.MinValue : 0;
        if (type == typeof(long)) return full ? long.MaxValue : 0L;
        if (type == typeof(bool)) return full;
        if (type == typeof(byte[])) return full ? new byte[] { 0, 1, 255 } : [];
        if (type.IsEnum) return Enum.GetValues(type).Cast<object>().Last();
        if (Nullable.GetUnderlyingType(type) is { } inner) return Make(inner, full);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return MakeList(type.GetGenericArguments()[0], full);
        var constructor = type.GetConstructors().Single();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => !full && MayBeAbsent(parameter) ? null : Make(parameter.ParameterType, full))]);
    }

    private static IList MakeList(Type item, bool full)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        if (full) list.Add(Make(item, full));
        return list;
    }

    private static bool MayBeAbsent(ParameterInfo parameter) => Nullability.Create(parameter).WriteState == NullabilityState.Nullable;
}
