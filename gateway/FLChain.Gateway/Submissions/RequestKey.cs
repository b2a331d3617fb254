namespace FLChain.Gateway.Submissions;

/// <summary>The idempotency key of the request that is being worked on.</summary>
internal sealed class RequestKey(RequestLog log, string user, string key)
{
    /// <summary>Whether a transaction was signed for it, so that it may have had an effect.</summary>
    public bool IsPrepared { get; private set; }

    /// <summary>Notes the request, or says what became of it.</summary>
    public RequestBegin Begin(byte[] fingerprint) => log.Begin(user, key, fingerprint);

    public void Prepared(PreparedRequest prepared)
    {
        log.Prepared(user, key, prepared);
        IsPrepared = true;
    }

    public void Answered(int status, string contentType, byte[] body) => log.Answered(user, key, status, contentType, body);

    public void Forget() => log.Forget(user, key);
}
