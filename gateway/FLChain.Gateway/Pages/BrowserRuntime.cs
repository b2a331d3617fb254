namespace FLChain.Gateway.Pages;

/// <summary>ONNX Runtime for the browser, as npm restored it at build: beside the assembly, or nowhere.</summary>
internal static class BrowserRuntime
{
    private const string Script = "text/javascript; charset=utf-8";
    private const string Entry = "ort.wasm.min.mjs";
    private static readonly string Folder = System.IO.Path.Combine(AppContext.BaseDirectory, "browser");

    // What is served, and nothing else that may lie there.
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [Entry] = Script,
        ["ort-wasm-simd-threaded.mjs"] = Script,
        ["ort-wasm-simd-threaded.wasm"] = "application/wasm",
    };

    /// <summary>Address of its module; the rest stands beside it.</summary>
    public static string Path => "/browser/" + Entry;

    /// <summary>Whether it was restored.</summary>
    public static bool IsThere => Types.Keys.All(name => File.Exists(System.IO.Path.Combine(Folder, name)));

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/browser/{name}", Get).ForAnyone().ExcludeFromDescription();

    private static IResult Get(HttpContext context, string name)
    {
        if (!Types.TryGetValue(name, out var type) || !IsThere) return Results.NotFound();
        var file = System.IO.Path.Combine(Folder, name);
        context.Response.Headers.CacheControl = "public, max-age=3600";
        return Results.File(file, type, lastModified: File.GetLastWriteTimeUtc(file));
    }
}
