using FLChain.Gateway.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace FLChain.Gateway.Problems;

/// <summary>Writes problems in the one form that every error of the gateway has: RFC 9457 with <c>code</c> and, where there is one, <c>transactionId</c>.</summary>
internal static class Problem
{
    public static ProblemDetails Of(int status, string code, string detail, string? transactionId = null)
    {
        var problem = new ProblemDetails
        {
            Type = $"urn:flchain:error:{code}",
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = detail,
            Extensions = { ["code"] = code },
        };
        if (transactionId is not null) problem.Extensions["transactionId"] = transactionId;
        return problem;
    }

    /// <summary>Answers a request with a problem, unless its answer has begun.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, string detail, string? transactionId = null)
    {
        if (context.Response.HasStarted) return Task.CompletedTask;
        if (ErrorPage.IsWanted(context)) return ErrorPage.WriteAsync(context, status, code, detail, transactionId);
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(Of(status, code, detail, transactionId), (System.Text.Json.JsonSerializerOptions?)null, "application/problem+json");
    }

    public static ProblemException NotFound(string what) => new(StatusCodes.Status404NotFound, GatewayErrorCodes.NotFound, what);

    public static ProblemException BadRequest(string what) => new(StatusCodes.Status400BadRequest, GatewayErrorCodes.BadRequest, what);

    public static ProblemException Forbidden(string what) => new(StatusCodes.Status403Forbidden, GatewayErrorCodes.Forbidden, what);
}
