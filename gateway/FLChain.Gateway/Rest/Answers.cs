using Microsoft.Net.Http.Headers;

namespace FLChain.Gateway.Rest;

/// <summary>Answers with a validator: who has the same version already gets 304 and no body.</summary>
internal static class Answers
{
    /// <summary>An answer whose version is <paramref name="version"/>, printable ASCII without quotes.</summary>
    public static IResult Versioned<T>(HttpContext context, T value, string version)
    {
        // A ledger that was begun anew has the same places with other things in them.
        version = $"{context.RequestServices.GetRequiredService<LedgerIndex>().Genesis}-{version}";

        // Weak: two answers of one version mean the same, though their bytes may be compressed differently.
        var tag = new EntityTagHeaderValue($"\"{version}\"", isWeak: true);
        context.Response.GetTypedHeaders().ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";

        // Some lists are the user's own, and one browser serves several users.
        context.Response.Headers.Vary = $"{HeaderNames.Authorization}, {HeaderNames.Cookie}";
        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        return known.Any(each => each.Tag == "*" || each.Compare(tag, useStrongComparison: false))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Ok(value);
    }

    /// <summary>A record, whose version is its place on the ledger.</summary>
    public static IResult Record<T>(HttpContext context, Recorded<T> record) => Versioned(context, record, $"{record.Block}.{record.Position}");

    /// <summary>A page of a list: the same while no block comes in.</summary>
    public static IResult List<T>(HttpContext context, IndexSession session, ListOf<T> page) => Versioned(context, page, $"h{session.Blocks()}");

    /// <summary>A page of a list that the index has sorted.</summary>
    public static IResult List<T>(HttpContext context, IndexSession session, Slice<T> page) => List(context, session, new ListOf<T>(page.Items, page.Next));
}
