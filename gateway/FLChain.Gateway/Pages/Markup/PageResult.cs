using System.Text;

namespace FLChain.Gateway.Pages.Markup;

/// <summary>Answers with a page, which no cache keeps: it is for one reader at one height of the ledger.</summary>
/// <param name="page">The page.</param>
/// <param name="status">HTTP status.</param>
internal sealed class PageResult(Html page, int status = StatusCodes.Status200OK) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(httpContext.Request.Method)) await httpContext.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(page.ToString()), httpContext.RequestAborted);
    }
}
