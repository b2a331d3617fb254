using FLChain.Core.Filters;

namespace FLChain.Gateway.Rest;

/// <summary>Answers what a model's status is: the filter first, the index only where it must. Keeps count. Safe for concurrent use.</summary>
internal sealed class FilterDesk(LedgerIndex index)
{
    private long _asked;
    private long _alone;
    private long _noIsRight;
    private long _wrongYes;
    private long _purchases;
    private long _refused;

    public ModelStatusAnswer Ask(string fid)
    {
        var answer = index.Views.Filter.Ask(fid);
        Interlocked.Increment(ref _asked);
        var truth = index.Views.StatusOf(fid);
        Count(answer, truth);

        // "Neither" is certain, and says nothing of whether there is such a model; what else the filter says may be wrong.
        if (answer == FilterAnswer.Ambiguous) return new ModelStatusAnswer(fid, answer, truth, true);
        Interlocked.Increment(ref _alone);
        return new ModelStatusAnswer(
            fid,
            answer,
            answer switch { FilterAnswer.OnSale => ModelStatus.Onsale, FilterAnswer.InJudging => ModelStatus.Problematic, _ => null },
            false);
    }

    /// <summary>The filter's no is certain, and saves the ledger a proposal that it would refuse; its yes is for the contract to check.</summary>
    /// <exception cref="ProblemException">The model is certainly not for sale.</exception>
    public void RequireOnSale(string fid)
    {
        var answer = index.Views.Filter.Ask(Parameters.Fid(fid));
        Interlocked.Increment(ref _purchases);

        // The filter is as old as the index: while that does not follow, the ledger may know better.
        if (answer is FilterAnswer.OnSale or FilterAnswer.Ambiguous || index.Height is not { Trouble: null, Behind: 0 }) return;
        Interlocked.Increment(ref _refused);
        throw new ProblemException(
            StatusCodes.Status409Conflict, Core.Errors.ErrorCodes.NotForSale, answer == FilterAnswer.InJudging ? $"{fid} is in judging" : $"{fid} is not for sale");
    }

    public FilterFigures Figures()
    {
        var (filter, no, wrong) = (index.Views.Filter, Interlocked.Read(ref _noIsRight), Interlocked.Read(ref _wrongYes));
        var neither = 1 - ((1 - filter.OnSale.ExpectedFalsePositives) * (1 - filter.InJudging.ExpectedFalsePositives));
        return new FilterFigures(
            filter.OnSale.Count,
            filter.InJudging.Count,
            Interlocked.Read(ref _asked),
            Interlocked.Read(ref _alone),
            wrong,
            no == 0 ? 0 : (double)wrong / no,
            neither,
            filter.OnSale.SaturatedCounters + filter.InJudging.SaturatedCounters,
            Interlocked.Read(ref _purchases),
            Interlocked.Read(ref _refused));
    }

    // Measured where the formula holds: over models that are in neither filter.
    private void Count(FilterAnswer answer, ModelStatus? truth)
    {
        if (truth is ModelStatus.Onsale or ModelStatus.Problematic) return;
        Interlocked.Increment(ref _noIsRight);
        if (answer != FilterAnswer.Neither) Interlocked.Increment(ref _wrongYes);
    }
}
