namespace FLChain.Gateway.Pages.Markup;

/// <summary>Parts that several pages have.</summary>
internal static class Parts
{
    /// <summary>A table with its caption; without rows, a word in its place.</summary>
    /// <param name="caption">What it lists.</param>
    /// <param name="heads">Heads of its columns; one that begins with <c>#</c> is of numbers.</param>
    /// <param name="rows">Its rows, of as many cells.</param>
    /// <param name="empty">What is said when there is none.</param>
    public static Html Table(string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<Html>> rows, string empty)
    {
        var list = rows.ToList();
        if (list.Count == 0) return Html.Of($"""<p class="empty">{empty}</p>""");
        return Html.Of(
            $"""
            <div class="scroll" role="region" aria-label="{caption}" tabindex="0"><table><caption>{caption}</caption>
            <thead><tr>{heads.Select(head => Html.Of($"""<th scope="col"{Number(head)}>{head.TrimStart('#')}</th>"""))}</tr></thead>
            <tbody>{list.Select(row => Html.Of($"<tr>{row.Select((cell, place) => Html.Of($"<td{Number(heads[place])}>{cell}</td>"))}</tr>"))}</tbody>
            </table></div>
            """);
    }

    /// <summary>Names with what they are.</summary>
    public static Html Facts(params IReadOnlyList<(string Name, Html Value)> facts) =>
        Html.Of($"""<dl class="facts">{facts.Select(fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}</dl>""");

    /// <summary>A state as a small label; its colour says again what the word says.</summary>
    public static Html Badge(Enum state)
    {
        var tone = state switch
        {
            ModelStatus.Onsale or TrainerStatus.Qualified or PurchaseState.Settled or ModelStage.Finished or ReportState.Answered => "good",
            ModelStatus.Problematic or TrainerStatus.Suspending or AccusationState.Pending or AccusationState.Appealed or ReportState.Challenged or PurchaseState.Paid => "warn",
            TrainerStatus.Unqualified or ModelStage.Halted or PurchaseState.Refunded or Verdict.Guilty or ReportState.Proven => "bad",
            _ => "plain",
        };
        var words = state switch
        {
            ModelStatus.Onsale => "on sale",
            ModelStatus.Problematic => "in judging",
            ModelStatus.Unavailable => "not for sale",
            TrainerStatus.Suspending => "suspended",
            _ => Words.Of(state),
        };
        return Html.Of($"""<span class="badge {tone}">{words}</span>""");
    }

    /// <summary>A trainer by its pseudonym, with the link to its page.</summary>
    public static Html Trainer(IndexSession session, string dpId) => session.Find<TrainerRecord>(Keys.Trainer(dpId)) is { } trainer
        ? Html.Of($"""<a href="/trainers/{dpId}">{trainer.Record.Pseudonym}</a>""")
        : Words.Id(dpId);

    /// <summary>Where on the ledger a record was written.</summary>
    public static Html Place<T>(Recorded<T> record) =>
        Html.Of($"""<a href="/audit/blocks/{record.Block}">block {Words.Amount(record.Block)}</a>, transaction {Words.Id(record.Tx)}""");

    /// <summary>The link to the next page of a list.</summary>
    public static Html? Next(HttpContext context, string? cursor)
    {
        if (cursor is null) return null;
        var query = QueryString.Create(context.Request.Query.Where(item => item.Key != "cursor")).Add("cursor", cursor);
        return Html.Of($"""<nav class="pages" aria-label="Pages"><a class="button" rel="next" href="{context.Request.Path}{query.ToString()}">Next page</a></nav>""");
    }

    private static Html? Number(string head) => head.StartsWith('#') ? Html.Of($""" class="number" """) : null;
}
