using System.Collections.Concurrent;
using System.Text.Json;
using FLChain.Gateway.Submissions;

namespace FLChain.Gateway.Pages.Forms;

/// <summary>Submits what a form asks for, once for each form that was shown: pressing twice, going back, or a crash in between does not repeat it. Safe for concurrent use.</summary>
internal sealed class FormSubmitter(Submitter submitter, RequestLog log)
{
    private const string KeyPrefix = "form:";
    private readonly ConcurrentDictionary<(string User, string Key), byte> _working = new();

    /// <summary>Submits, or gives what came of it before.</summary>
    /// <param name="context">Request with the form.</param>
    /// <param name="contract">Contract.</param>
    /// <param name="transaction">Transaction.</param>
    /// <param name="request">Makes its argument, when it is the first time.</param>
    /// <exception cref="ProblemException">The form has no key, it is being worked on, or the ledger refused.</exception>
    public async Task<Committed> SubmitAsync(HttpContext context, string contract, string transaction, Func<object> request)
    {
        var user = context.RequireUser();
        var form = context.Request.Form;
        var once = form[Form.OnceField].ToString();
        if (!LedgerKey.IsAttribute(once)) throw Problem.BadRequest("the form has lost its key: open the page again");
        var key = KeyPrefix + once;
        if (!_working.TryAdd((user.Name, key), 0)) throw new ProblemException(StatusCodes.Status409Conflict, GatewayErrorCodes.InProgress, "this form is being worked on");
        try
        {
            return await RunAsync(context, user, new RequestKey(log, user.Name, key), contract, transaction, request);
        }
        finally
        {
            _working.TryRemove((user.Name, key), out _);
        }
    }

    private async Task<Committed> RunAsync(
        HttpContext context, GatewayUser user, RequestKey key, string contract, string transaction, Func<object> request)
    {
        switch (key.Begin(log.Fingerprint(Bytes(context.Request))))
        {
            case RequestBegin.Reused:
                throw new ProblemException(StatusCodes.Status422UnprocessableEntity, GatewayErrorCodes.ReusedIdempotencyKey, "this form was sent with other values before: open the page again");
            case RequestBegin.Answered answered:
                return JsonSerializer.Deserialize<Committed>(answered.Body)!;
            case RequestBegin.Unfinished unfinished:
                return await AnswerAsync(key, () => submitter.ResumeAsync(user, unfinished.Prepared));
            default:
                return await AnswerAsync(key, () => submitter.SubmitAsync(user, key, contract, transaction, request(), context.RequestAborted));
        }
    }

    private static async Task<Committed> AnswerAsync(RequestKey key, Func<Task<Committed>> work)
    {
        try
        {
            var committed = await work();
            key.Answered(StatusCodes.Status200OK, "application/json", JsonSerializer.SerializeToUtf8Bytes(committed));
            return committed;
        }
        catch (Exception error) when (!key.MayHaveEffect(error))
        {
            key.Forget();
            throw;
        }
    }

    // Of everything but the token, which differs from page to page.
    private static byte[] Bytes(HttpRequest request)
    {
        var fields = request.Form.Where(field => !field.Key.StartsWith("__", StringComparison.Ordinal)).OrderBy(field => field.Key, StringComparer.Ordinal)
            .SelectMany(field => field.Value.Prepend(field.Key));
        return JsonSerializer.SerializeToUtf8Bytes(fields.Prepend(request.Path.Value));
    }
}
