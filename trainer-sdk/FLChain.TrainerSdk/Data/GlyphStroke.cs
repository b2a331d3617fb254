namespace FLChain.TrainerSdk.Data;

/// <summary>A place in the unit square, y down.</summary>
internal readonly record struct PenPoint(double X, double Y);

/// <summary>One movement of the pen through its points, straight or smooth.</summary>
internal sealed record GlyphStroke(PenPoint[] Points, bool Smooth)
{
    private const int StepsPerSpan = 6;

    /// <summary>
    /// The stroke as a chain of short lines. Smooth ones are Catmull–Rom splines: polynomials, so that every machine
    /// computes the same.
    /// </summary>
    public List<PenPoint> Flatten()
    {
        var line = new List<PenPoint> { Points[0] };
        for (int span = 0; span + 1 < Points.Length; span++)
        {
            PenPoint from = Points[span];
            PenPoint to = Points[span + 1];
            PenPoint before = Smooth && span > 0 ? Points[span - 1] : from;
            PenPoint after = Smooth && span + 2 < Points.Length ? Points[span + 2] : to;
            for (int step = 1; step <= StepsPerSpan; step++)
            {
                double t = step / (double)StepsPerSpan;
                line.Add(Smooth
                    ? new PenPoint(Spline(before.X, from.X, to.X, after.X, t), Spline(before.Y, from.Y, to.Y, after.Y, t))
                    : new PenPoint(from.X + ((to.X - from.X) * t), from.Y + ((to.Y - from.Y) * t)));
            }
        }
        return line;
    }

    // ½·(2b + (c−a)·t + (2a−5b+4c−d)·t² + (3b−a−3c+d)·t³)
    private static double Spline(double a, double b, double c, double d, double t)
    {
        double linear = c - a;
        double square = (2 * a) - (5 * b) + (4 * c) - d;
        double cube = (3 * b) - a - (3 * c) + d;
        return 0.5 * ((2 * b) + (t * (linear + (t * (square + (t * cube))))));
    }
}
