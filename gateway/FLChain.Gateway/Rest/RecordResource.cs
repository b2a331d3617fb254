namespace FLChain.Gateway.Rest;

/// <summary>Records that are asked for by an id: one as it stands, and its versions.</summary>
/// <param name="what">What they are, for people.</param>
/// <param name="key">The ledger key of an id; throws the problem of a text that cannot be one.</param>
internal sealed class RecordResource<T>(string what, Func<string, string> key)
{
    /// <summary>The record.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public Recorded<T> Require(IndexSession session, string id) => session.Find<T>(key(id)) ?? throw Problem.NotFound($"there is no {what} {id}");

    /// <summary>Answers with the record.</summary>
    public IResult One(HttpContext context, LedgerIndex index, string id)
    {
        using var session = index.Read();
        return Answers.Record(context, Require(session, id));
    }

    /// <summary>Answers with a page of its versions, the newest first.</summary>
    public IResult Versions(HttpContext context, LedgerIndex index, string id, PageQuery page)
    {
        using var session = index.Read();
        Require(session, id);
        return Answers.List(context, session, page.Versions<T>(session, key(id)));
    }
}
