using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace FLChain.Gateway.Pages;

/// <summary>Style sheet, scripts and icon, from within the assembly. Their addresses change with their content, so browsers keep them for good.</summary>
internal static class Asset
{
    private const string Folder = "assets/";
    private static readonly Dictionary<string, (byte[] Bytes, string Tag)> All = Load();

    /// <summary>Address of an asset.</summary>
    public static string Path(string name) => $"/{Folder}{name}?v={All[name].Tag}";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/" + Folder + "{name}", Get).ForAnyone().ExcludeFromDescription();

    private static IResult Get(HttpContext context, string name)
    {
        if (!All.TryGetValue(name, out var asset)) return Results.NotFound();

        // Who asks for another version, while two are being rolled out, must not keep this one in its place.
        var isAsked = context.Request.Query["v"] == asset.Tag;
        context.Response.Headers.CacheControl = isAsked ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(asset.Bytes, TypeOf(name), entityTag: new EntityTagHeaderValue($"\"{asset.Tag}\""));
    }

    private static string TypeOf(string name) => System.IO.Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/javascript; charset=utf-8",
    };

    private static Dictionary<string, (byte[] Bytes, string Tag)> Load()
    {
        var assembly = typeof(Asset).Assembly;
        var all = new Dictionary<string, (byte[], string)>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            all[name[Folder.Length..]] = (bytes.ToArray(), Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()))[..16]);
        }

        return all;
    }
}
