using Microsoft.AspNetCore.Diagnostics;

namespace FLChain.Gateway.Hosting;

/// <summary>Gives answers without a body, such as those of the router, the form of every other problem.</summary>
internal static class StatusPage
{
    public static Task WriteAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        var (code, detail) = status switch
        {
            StatusCodes.Status404NotFound => (GatewayErrorCodes.NotFound, "there is no such resource"),
            StatusCodes.Status405MethodNotAllowed => (GatewayErrorCodes.BadRequest, "the resource does not know this method"),
            StatusCodes.Status415UnsupportedMediaType => (GatewayErrorCodes.BadRequest, "the body is application/json"),
            StatusCodes.Status413PayloadTooLarge => (GatewayErrorCodes.TooLarge, "the request is larger than is allowed"),
            _ => (GatewayErrorCodes.BadRequest, "the request cannot be answered"),
        };
        return Problem.WriteAsync(context.HttpContext, status, code, detail);
    }
}
