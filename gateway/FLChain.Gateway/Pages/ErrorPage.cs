using FLChain.Gateway.Pages.Markup;
using Microsoft.AspNetCore.WebUtilities;

namespace FLChain.Gateway.Pages;

/// <summary>A problem as people read it. Who is not signed in is led to where one signs in.</summary>
internal static class ErrorPage
{
    private static readonly PathString[] ForPrograms = ["/v1", "/health", "/openapi", "/metrics"];
    private const string Page = "text/html";

    /// <summary>Whether a browser asks for a page.</summary>
    public static bool IsWanted(HttpContext context) =>
        !ForPrograms.Any(path => context.Request.Path.StartsWithSegments(path))
        && context.Request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType == Page);

    public static Task WriteAsync(HttpContext context, int status, string code, string detail, string? transactionId)
    {
        if (status == StatusCodes.Status401Unauthorized && HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Redirect($"/sign-in?return={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
            return Task.CompletedTask;
        }

        var content = Html.Of(
            $"""
            <h1>{ReasonPhrases.GetReasonPhrase(status)}</h1>
            <p class="notice bad" role="alert">{detail}</p>
            <p class="hint">Code {code}{(transactionId is null ? null : Html.Of($", transaction {Words.Id(transactionId)}"))}. <a href="/">To the market</a></p>
            """);
        return new PageResult(Layout.Page(context, ReasonPhrases.GetReasonPhrase(status), content), status).ExecuteAsync(context);
    }
}
