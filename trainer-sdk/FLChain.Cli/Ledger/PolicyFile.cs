using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FLChain.Core.Policies;

namespace FLChain.Cli.Ledger;

/// <summary>
/// A policy as a file that people edit: JSON with every member of <see cref="Policy"/>, comments and trailing commas
/// allowed. A member that is missing, unknown or named twice is an error, because a setting that is silently another
/// than the one meant costs money.
/// </summary>
internal static class PolicyFile
{
    /// <summary>Longest file that is read, in bytes. The longest policy, with 32 judges, has a few kilobytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The file's text.</summary>
    public static string Write(Policy policy) => JsonSerializer.Serialize(policy, Format);

    /// <summary>Reads a file. Whether the policy is sound is not asked here.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no policy; the message says where and why.</exception>
    public static Policy Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new FileNotFoundException($"there is no policy '{path}'", path);
        if (file.Length > MaxBytes) throw new InvalidDataException($"'{path}' is no policy: it has {file.Length} bytes, more than {MaxBytes}");
        try
        {
            return JsonSerializer.Deserialize<Policy>(File.ReadAllBytes(path), Format) ?? throw new InvalidDataException($"'{path}' is no policy: it is null");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"'{path}' is no policy: {error.Message}", error);
        }
    }

    /// <summary>One line for each member in which two policies differ, the version aside: the ledger sets it.</summary>
    public static IEnumerable<string> Changes(Policy before, Policy after)
    {
        var (old, next) = (Members(before), Members(after));
        return old
            .Where(member => member.Key != JsonNamingPolicy.CamelCase.ConvertName(nameof(Policy.Version)) && !JsonNode.DeepEquals(member.Value, next[member.Key]))
            .Select(member => $"{member.Key}: {Text(member.Value)} -> {Text(next[member.Key])}");
    }

    private static JsonObject Members(Policy policy) => JsonSerializer.SerializeToNode(policy, Format)!.AsObject();

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";
}
