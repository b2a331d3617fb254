using System.Text.Json.Nodes;

namespace FLChain.Gateway.Hosting;

/// <summary>
/// One request for each operation, as <c>FLChain.Gateway.http</c> has them: for people to send from their editor, and as the
/// examples of the OpenAPI document.
/// </summary>
internal static class RequestExamples
{
    private const string Heading = "### ";

    /// <summary>Each request by the name of its operation.</summary>
    public static IReadOnlyDictionary<string, RequestExample> All { get; } = Load();

    private static Dictionary<string, RequestExample> Load()
    {
        using var stream = typeof(RequestExamples).Assembly.GetManifestResourceStream("FLChain.Gateway.http")
            ?? throw new InvalidOperationException("the requests are not in the assembly");
        using var reader = new StreamReader(stream);
        var blocks = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n' + Heading).Skip(1);
        return blocks.Select(Parse).ToDictionary(example => example.Operation, StringComparer.Ordinal);
    }

    // A heading with the operation's name, the request line, headers, and after an empty line the body.
    private static RequestExample Parse(string block)
    {
        var parts = block.Split("\n\n", 2, StringSplitOptions.TrimEntries);
        var lines = parts[0].Split('\n', StringSplitOptions.TrimEntries);
        var line = lines[1].Split(' ', 2);
        var headers = lines.Skip(2).Select(header => header.Split(':', 2)[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var body = parts.Length > 1 && parts[1].StartsWith('{') ? JsonNode.Parse(parts[1]) : null;
        return new RequestExample(lines[0], line[0], line[1].Replace("{{gateway}}", "", StringComparison.Ordinal), headers, body);
    }
}
