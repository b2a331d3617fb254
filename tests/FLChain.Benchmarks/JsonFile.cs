using System.Text.Json;
using System.Text.Json.Serialization;

namespace FLChain.Benchmarks;

/// <summary>A JSON file that is there whole or as it was before, whenever the program is killed.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Options =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>What the file holds, or null where there is none.</summary>
    public static T? Read<T>(string path)
        where T : class => File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Options) : null;

    /// <summary>Writes beside the file and moves it there.</summary>
    public static void Write<T>(string path, T value)
    {
        var temporary = path + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(value, Options));
        File.Move(temporary, path, overwrite: true);
    }
}
