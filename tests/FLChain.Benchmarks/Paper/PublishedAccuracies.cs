namespace FLChain.Benchmarks.Paper;

/// <summary>The paper's Tables V and VI.</summary>
/// <param name="Trainers">DP_1, DP_2, ….</param>
/// <param name="SingleSet">One trainer alone.</param>
/// <param name="FullSet">All data in one place.</param>
internal sealed record PublishedAccuracies(IReadOnlyList<Accuracy> Trainers, Accuracy SingleSet, Accuracy FullSet)
{
    private static readonly Accuracy Full = new(0.9767, 0.9795);

    /// <summary>What the paper says of a federation of this size, or null.</summary>
    public static PublishedAccuracies? Of(int trainers) => trainers switch
    {
        4 => new PublishedAccuracies(
            [new(0.9683, 0.9696), new(0.9712, 0.9719), new(0.9721, 0.9702), new(0.9698, 0.9689)], new Accuracy(0.9579, 0.9618), Full),
        10 => new PublishedAccuracies(
            [
                new(0.9701, 0.9676), new(0.9723, 0.9719), new(0.9721, 0.9692), new(0.9690, 0.9689), new(0.9683, 0.9676),
                new(0.9713, 0.9702), new(0.9703, 0.9676), new(0.9692, 0.9721), new(0.9688, 0.9698), new(0.9727, 0.9673),
            ],
            new Accuracy(0.9520, 0.9561),
            Full),
        _ => null,
    };
}
