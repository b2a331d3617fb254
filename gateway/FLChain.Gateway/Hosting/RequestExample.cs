using System.Text.Json.Nodes;

namespace FLChain.Gateway.Hosting;

/// <summary>A request as an example.</summary>
/// <param name="Operation">Name of its operation.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">Names of its headers.</param>
/// <param name="Body">Its body, where that is JSON; null otherwise.</param>
internal sealed record RequestExample(string Operation, string Method, string Path, IReadOnlySet<string> Headers, JsonNode? Body);
