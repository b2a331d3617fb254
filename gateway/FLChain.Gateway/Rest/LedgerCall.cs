using FLChain.Gateway.Submissions;

namespace FLChain.Gateway.Rest;

/// <summary>What a request that writes to the ledger has at hand: who asks, the index, and the submission in that user's name.</summary>
internal sealed class LedgerCall
{
    private readonly HttpContext _context;
    private readonly Submitter _submitter;

    private LedgerCall(HttpContext context)
    {
        _context = context;
        _submitter = context.RequestServices.GetRequiredService<Submitter>();
        Index = context.RequestServices.GetRequiredService<LedgerIndex>();
        User = context.RequireUser();
    }

    /// <summary>The index.</summary>
    public LedgerIndex Index { get; }

    /// <summary>Who asks.</summary>
    public GatewayUser User { get; }

    /// <summary>Made by the framework for a handler that names it.</summary>
    public static ValueTask<LedgerCall> BindAsync(HttpContext context) => ValueTask.FromResult(new LedgerCall(context));

    /// <summary>Refuses who is not the party that the request is about.</summary>
    /// <exception cref="ProblemException">It is another.</exception>
    public void RequireSelf(string partyId, string what)
    {
        if (partyId != User.PartyId) throw Problem.Forbidden($"{what} is another's");
    }

    /// <summary>Reads at one state of the index.</summary>
    public T Read<T>(Func<IndexSession, T> read)
    {
        using var session = Index.Read();
        return read(session);
    }

    /// <summary>Submits once for the request's idempotency key and answers with what took effect.</summary>
    /// <param name="contract">Contract.</param>
    /// <param name="transaction">Transaction.</param>
    /// <param name="request">Its argument; null for none.</param>
    /// <param name="payload">What travels beside the transaction, to the endorsing peers alone; null for nothing.</param>
    public async Task<IResult> SubmitAsync(string contract, string transaction, object? request, byte[]? payload = null) => Results.Ok(await _submitter.SubmitAsync(
        User, _context.Features.Get<RequestKey>(), contract, transaction, request, _context.RequestAborted, payload));
}
