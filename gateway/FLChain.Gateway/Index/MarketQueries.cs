namespace FLChain.Gateway.Index;

/// <summary>Lists of models and trainers, filtered, searched and sorted by the index.</summary>
internal static class MarketQueries
{
    /// <summary>The table of models.</summary>
    public static readonly RecordTable<ModelRecord, ModelSort> ModelTable = new("models", "fid", Keys.Model, ModelSort.Title);

    /// <summary>The table of trainers.</summary>
    public static readonly RecordTable<TrainerRecord, TrainerSort> TrainerTable = new("trainers", "dp_id", Keys.Trainer);

    /// <summary>One page of models.</summary>
    public static Slice<Recorded<ModelRecord>> Models(this IndexSession session, ModelQuery query)
    {
        var conditions = ModelTable.Search(new Conditions(), query.Search)
            .Add("status = ?", (int?)query.Status)
            .Add("stage = ?", (int?)query.Stage)
            .Add("task = ?", query.Task)
            .Add("publisher = ?", query.Publisher);
        return ModelTable.Page(session, conditions, query.Sort, query.Descending, query.Limit, query.After);
    }

    /// <summary>One page of trainers.</summary>
    public static Slice<Recorded<TrainerRecord>> Trainers(this IndexSession session, TrainerQuery query)
    {
        var conditions = TrainerTable.Search(new Conditions(), query.Search)
            .Add("msp = ?", query.Msp)
            .Add("status = ?", (int?)query.Status)
            .Add("available = ?", query.Available);
        return TrainerTable.Page(session, conditions, query.Sort, query.Descending, query.Limit, query.After);
    }
}
