using System.Text.Json;
using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>What a watch remembers: up to where each federation has been checked. Replaced whole or not at all.</summary>
internal sealed class WatchState
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string _path;
    private readonly string _channel;
    private readonly SortedDictionary<string, int> _checked = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _ended = new(StringComparer.Ordinal);

    private WatchState(string path, string channel)
    {
        _path = path;
        _channel = channel;
    }

    /// <summary>Opens the folder's state, or begins one.</summary>
    /// <exception cref="InvalidDataException">The file is no such state, or another channel's.</exception>
    public static WatchState Open(string directory, string channel)
    {
        OwnerOnlyFile.CreateFolder(directory);
        var state = new WatchState(Path.Combine(directory, "watch.json"), channel);
        if (!File.Exists(state._path)) return state;
        WatchFile file;
        try
        {
            file = JsonSerializer.Deserialize<WatchFile>(File.ReadAllBytes(state._path), Json) ?? throw new InvalidDataException($"'{state._path}' is empty");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"'{state._path}' is not what a watch remembers ({error.Message}): delete it to begin anew", error);
        }

        if (file.Channel != channel) throw new InvalidDataException($"'{state._path}' is of the channel '{file.Channel}', not of '{channel}'");
        foreach (var (fid, iteration) in file.Checked) state._checked[fid] = iteration;
        state._ended.UnionWith(file.Ended);
        return state;
    }

    /// <summary>The last iteration of a federation that is checked for good; 0 before.</summary>
    public int CheckedOf(string fid) => _checked.GetValueOrDefault(fid);

    /// <summary>Whether nothing more can come in a federation, and all of it is checked.</summary>
    public bool HasEnded(string fid) => _ended.Contains(fid);

    /// <summary>An iteration is checked for good.</summary>
    public void Advance(string fid, int iteration)
    {
        _checked[fid] = iteration;
        Save();
    }

    /// <summary>A federation is checked for good.</summary>
    public void End(string fid)
    {
        _ended.Add(fid);
        Save();
    }

    private void Save() =>
        OwnerOnlyFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(new WatchFile(_channel, new(_checked), [.. _ended]), Json));

    private sealed record WatchFile(string Channel, Dictionary<string, int> Checked, IReadOnlyList<string> Ended);
}
