using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace FLChain.Gateway.Submissions;

/// <summary>
/// A request that is repeated with its idempotency key has its effect once and gets the same answer, also when the gateway
/// was killed in between. A request that failed without an effect may be repeated in earnest.
/// </summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, RequestLog log, Submitter submitter, IOptions<JsonOptions> json)
{
    /// <summary>Name of the header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Header of an answer that was given before.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    // No user has this name: under it stand the requests of those who are not signed in.
    private const string Nobody = "";

    private readonly ConcurrentDictionary<(string User, string Key), byte> _working = new();

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IdempotentAttribute>() is null)
        {
            await next(context);
            return;
        }

        var key = context.Request.Headers[Header].ToString();
        if (!LedgerKey.IsAttribute(key))
            throw new ProblemException(
                StatusCodes.Status400BadRequest, GatewayErrorCodes.BadIdempotencyKey, $"the header {Header} has 1 to 128 printable ASCII characters, chosen afresh for each request that is not a repeat");
        var user = context.FindUser();
        var owner = user?.Name ?? Nobody;
        if (!_working.TryAdd((owner, key), 0))
            throw new ProblemException(StatusCodes.Status409Conflict, GatewayErrorCodes.InProgress, "a request with this idempotency key is being worked on");
        try
        {
            await RunAsync(context, user, new RequestKey(log, owner, key));
        }
        finally
        {
            _working.TryRemove((owner, key), out _);
        }
    }

    private async Task RunAsync(HttpContext context, GatewayUser? user, RequestKey key)
    {
        switch (key.Begin(log.Fingerprint(await BytesAsync(context.Request))))
        {
            case RequestBegin.Reused:
                throw new ProblemException(
                    StatusCodes.Status422UnprocessableEntity, GatewayErrorCodes.ReusedIdempotencyKey, "this idempotency key was used for another request");
            case RequestBegin.Answered answered:
                context.Response.Headers[ReplayedHeader] = "true";
                await AnswerAsync(context, answered.Status, answered.ContentType, answered.Body);
                break;
            case RequestBegin.Unfinished unfinished:
                await ResumeAsync(context, user!, key, unfinished.Prepared);
                break;
            default:
                await WorkAsync(context, key);
                break;
        }
    }

    private async Task WorkAsync(HttpContext context, RequestKey key)
    {
        context.Features.Set(key);
        var answer = context.Response.Body;
        using var body = new MemoryStream();
        context.Response.Body = body;
        try
        {
            await next(context);
        }
        catch (Exception error)
        {
            if (!key.MayHaveEffect(error)) key.Forget();
            throw;
        }
        finally
        {
            context.Response.Body = answer;
        }

        var (status, contentType) = (context.Response.StatusCode, context.Response.ContentType ?? "");
        if (status is >= 200 and < 300) key.Answered(status, contentType, body.ToArray());
        else key.Forget();
        await answer.WriteAsync(body.ToArray(), context.RequestAborted);
    }

    private async Task ResumeAsync(HttpContext context, GatewayUser user, RequestKey key, PreparedRequest prepared)
    {
        Committed committed;
        try
        {
            committed = await submitter.ResumeAsync(user, prepared);
        }
        catch (ProblemException)
        {
            key.Forget();
            throw;
        }

        const string ContentType = "application/json; charset=utf-8";
        var body = JsonSerializer.SerializeToUtf8Bytes(committed, json.Value.SerializerOptions);
        key.Answered(StatusCodes.Status200OK, ContentType, body);
        context.Response.Headers[ReplayedHeader] = "true";
        await AnswerAsync(context, StatusCodes.Status200OK, ContentType, body);
    }

    private static async Task AnswerAsync(HttpContext context, int status, string contentType, byte[] body)
    {
        context.Response.StatusCode = status;
        if (contentType.Length > 0) context.Response.ContentType = contentType;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    // Method and place, then the body; a request has a limit, so it is small enough to be held.
    private static async Task<byte[]> BytesAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using var bytes = new MemoryStream();
        bytes.Write(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path}{request.QueryString}\n"));
        await request.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return bytes.ToArray();
    }
}
