using System.Text.Json;

namespace FLChain.EndToEnd.Tests.Demo;

/// <summary>The JSON that <c>flchain demo --json</c> writes.</summary>
internal sealed class DemoFigures
{
    private readonly JsonElement _figures;

    private DemoFigures(JsonElement figures) => _figures = figures;

    public IEnumerable<string> Names => _figures.EnumerateObject().Select(figure => figure.Name);

    public static DemoFigures Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return new DemoFigures(document.RootElement.Clone());
    }

    public double Number(string name) => _figures.GetProperty(name).GetDouble();

    public long Whole(string name) => _figures.GetProperty(name).GetInt64();

    public bool Truth(string name) => _figures.GetProperty(name).GetBoolean();

    public string Text(string name) => _figures.GetProperty(name).GetString()!;

    public IReadOnlyDictionary<string, double> Seconds() =>
        _figures.GetProperty("seconds").EnumerateObject().ToDictionary(step => step.Name, step => step.Value.GetDouble());
}
