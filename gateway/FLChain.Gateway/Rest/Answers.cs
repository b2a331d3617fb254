using Microsoft.Net.Http.Headers;

namespace FLChain.Gateway.Rest;

/// <summary>Answers with a validator: who has the same version already gets 304 and no body.</summary>
internal static class Answers
{
    /// <summary>An answer whose version is <paramref name="version"/>, printable ASCII without quotes.</summary>
    public static IResult Versioned<T>(HttpContext context, T value, string version)
    {
        // Weak: two answers of one version mean the same, though their bytes may be compressed differently.
        var tag = new EntityTagHeaderValue($"\"{version}\"", isWeak: true);
        context.Response.GetTypedHeaders().ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        return known.Any(each => each.Tag == "*" || each.Compare(tag, useStrongComparison: false))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Ok(value);
    }
}
