namespace FLChain.Gateway.Pages.Markup;

/// <summary>A point of a plot; ratios in parts per million.</summary>
/// <param name="X">Where.</param>
/// <param name="Y">The line.</param>
/// <param name="Low">Lower end of the band.</param>
/// <param name="High">Upper end of the band.</param>
internal readonly record struct PlotPoint(long X, int Y, int Low, int High)
{
    /// <summary>A point without a band.</summary>
    public PlotPoint(long x, int y) : this(x, y, y, y)
    {
    }
}
