using FLChain.Gateway.Pages.Markup;

namespace FLChain.Gateway.Pages;

/// <summary>What the members of a federation stated of their iterations' accuracy: the median of each iteration, between the least and the most.</summary>
internal static class Accuracies
{
    // So many iterations tell how a training went; a longer one is shown in even steps, with its last iteration.
    private const int MostPoints = 200;

    /// <summary>Points of the iterations of which something was stated.</summary>
    public static IReadOnlyList<PlotPoint> Of(IndexSession session, ModelRecord model)
    {
        var last = LastClosed(session, model);
        var step = Math.Max(1, (last + MostPoints - 1) / MostPoints);
        var points = new List<PlotPoint>();
        for (var iteration = 1; iteration <= last; iteration += step)
        {
            if (iteration + step > last) iteration = last;
            if (At(session, model, iteration) is { } point) points.Add(point);
        }

        return points;
    }

    /// <summary>The newest statement in parts per million; null where nothing was stated of the last iterations.</summary>
    public static int? Latest(IndexSession session, ModelRecord model)
    {
        var last = LastClosed(session, model);

        // Of the last iteration nothing is said before the next gradient.
        return (At(session, model, last) ?? At(session, model, last - 1))?.Y;
    }

    /// <summary>The last iteration that was closed; 0 where none was.</summary>
    public static int LastClosed(IndexSession session, ModelRecord model) =>
        session.List<RoundRecord>(LedgerKey.Range("round", model.Fid), null, 1, descending: true) is [var newest] ? newest.Record.Record.Iteration : 0;

    private static PlotPoint? At(IndexSession session, ModelRecord model, int iteration)
    {
        if (iteration < 1) return null;
        var stated = StatedAccuracy.Of(session, model, iteration).Select(each => each.Accuracy).Order().ToArray();
        return stated.Length == 0 ? null : new PlotPoint(iteration, stated[stated.Length / 2], stated[0], stated[^1]);
    }
}
