using FLChain.Fabric.Client;

namespace FLChain.Gateway.Submissions;

/// <summary>The idempotency key of the request that is being worked on.</summary>
internal sealed class RequestKey(RequestLog log, string user, string key)
{
    /// <summary>Whether a transaction was signed for it, so that it may have had an effect.</summary>
    public bool IsPrepared { get; private set; }

    /// <summary>Notes the request, or says what became of it.</summary>
    public RequestBegin Begin(byte[] fingerprint) => log.Begin(user, key, fingerprint);

    /// <summary>Whether a request that ended so may have had an effect: before a transaction was signed nothing can have happened; afterwards only a verdict tells.</summary>
    public bool MayHaveEffect(Exception error) => IsPrepared && error switch
    {
        ProblemException => false,
        SubmitException failure => failure.IsOutcomeUnknown,
        EndorseException or CommitException => false,
        _ => true,
    };

    public void Prepared(PreparedRequest prepared)
    {
        log.Prepared(user, key, prepared);
        IsPrepared = true;
    }

    public void Answered(int status, string contentType, byte[] body) => log.Answered(user, key, status, contentType, body);

    public void Forget() => log.Forget(user, key);
}
