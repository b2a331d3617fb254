using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using Microsoft.AspNetCore.Diagnostics;

namespace FLChain.Gateway.Problems;

/// <summary>Every exception that a request ends with becomes a problem; what is not foreseen is logged and tells the caller nothing of its cause.</summary>
internal sealed partial class ProblemHandler(ILogger<ProblemHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        var problem = exception switch
        {
            ProblemException known => known,
            FabricException failure => LedgerProblem.Of(failure),
            GrpcException => new ProblemException(StatusCodes.Status503ServiceUnavailable, GatewayErrorCodes.LedgerUnavailable, "the ledger cannot be reached now"),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                new ProblemException(StatusCodes.Status413PayloadTooLarge, GatewayErrorCodes.TooLarge, "the request is larger than is allowed"),
            BadHttpRequestException bad => new ProblemException(bad.StatusCode, GatewayErrorCodes.BadRequest, WordsFor(bad)),
            _ => null,
        };
        if (problem is null)
        {
            Unforeseen(logger, httpContext.Request.Method, httpContext.Request.Path, exception);
            problem = new ProblemException(StatusCodes.Status500InternalServerError, GatewayErrorCodes.Defect, "something went wrong in the gateway");
        }

        await Problem.WriteAsync(httpContext, problem.Status, problem.Code, problem.Message, problem.TransactionId);
        return true;
    }

    // The serializer's own words name the member that is wrong; they hold nothing of the gateway.
    private static string WordsFor(BadHttpRequestException bad) => bad.InnerException is System.Text.Json.JsonException json ? json.Message : bad.Message;

    [LoggerMessage(2101, LogLevel.Error, "{Method} {Path} failed")]
    private static partial void Unforeseen(ILogger logger, string method, string path, Exception exception);
}
