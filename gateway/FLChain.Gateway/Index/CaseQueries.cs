namespace FLChain.Gateway.Index;

/// <summary>Lists of reports, accusations and disputes, filtered and sorted by the index.</summary>
internal static class CaseQueries
{
    /// <summary>The table of reports.</summary>
    public static readonly RecordTable<ReportRecord, CaseSort> ReportTable = new("reports", "report_id", Keys.Report);

    /// <summary>The table of accusations.</summary>
    public static readonly RecordTable<AccusationRecord, CaseSort> AccusationTable = new("accusations", "report_id", Keys.Accusation);

    /// <summary>The table of disputes; their ids are their ledger keys.</summary>
    public static readonly RecordTable<DisputeRecord, CaseSort> DisputeTable = new("disputes", "key", key => key);

    /// <summary>One page of reports of misbehavior, which contracts decide.</summary>
    public static Slice<Recorded<ReportRecord>> Reports(this IndexSession session, ReportQuery query)
    {
        var conditions = new Conditions()
            .Add("state = ?", (int?)query.State)
            .Add("kind = ?", (int?)query.Kind)
            .Add("fid = ?", query.Fid)
            .Add("accused = ?", query.Accused)
            .Add("reporter = ?", query.Reporter);
        return ReportTable.Page(session, conditions, query.Sort, query.Descending, query.Limit, query.After);
    }

    /// <summary>One page of accusations, which people judge.</summary>
    public static Slice<Recorded<AccusationRecord>> Accusations(this IndexSession session, AccusationQuery query)
    {
        var conditions = new Conditions()
            .Add("state = ?", (int?)query.State)
            .Add("(deadline > 0) = ?", query.Open)
            .Add("accused = ?", query.Accused)
            .Add("reporter = ?", query.Reporter);
        return AccusationTable.Page(session, conditions, query.Sort, query.Descending, query.Limit, query.After);
    }

    /// <summary>One page of disputes of impossible sums.</summary>
    public static Slice<Recorded<DisputeRecord>> Disputes(this IndexSession session, DisputeQuery query)
    {
        var conditions = new Conditions()
            .Add("state = ?", (int?)query.State)
            .Add("(deadline > 0) = ?", query.Open)
            .Add("fid = ?", query.Fid);
        return DisputeTable.Page(session, conditions, query.Sort, query.Descending, query.Limit, query.After);
    }

    /// <summary>A dispute with the seeds that were opened in it; null where there is none.</summary>
    public static (Recorded<DisputeRecord> Dispute, IReadOnlyList<OpeningEntry> Openings)? FindDispute(this IndexSession session, string fid, int iteration)
    {
        if (session.Find<DisputeRecord>(Keys.Dispute(fid, iteration)) is not { } dispute) return null;
        var openings = session.List<OpeningEntry>(Keys.Openings(fid, iteration), null, dispute.Record.Contributors.Count + 1);
        return (dispute, [.. openings.Select(opening => opening.Record.Record)]);
    }
}
