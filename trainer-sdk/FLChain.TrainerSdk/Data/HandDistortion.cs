namespace FLChain.TrainerSdk.Data;

/// <summary>
/// Bends a glyph as a hand does: every point is moved by the smooth field of a coarse grid of random shifts, then
/// slanted, stretched, turned and shifted as a whole. One instance distorts one sample.
/// </summary>
internal sealed class HandDistortion
{
    private const int GridPoints = 4;
    private const double GridShift = 0.037;
    private const double MaxHalfTurnTangent = 0.1; // about ±11°
    private const double MaxSlant = 0.2;
    private const double MinWidth = 0.95;
    private const double MaxWidth = 1.4;
    private const double MinHeight = 0.95;
    private const double MaxHeight = 1.2;
    private const double MaxOffset = 0.05;

    private readonly PenPoint[] shifts = new PenPoint[GridPoints * GridPoints];
    private readonly double xx;
    private readonly double xy;
    private readonly double yx;
    private readonly double yy;
    private readonly PenPoint centre;

    public HandDistortion(SeededRandom random)
    {
        for (int i = 0; i < shifts.Length; i++)
            shifts[i] = new PenPoint(GridShift * random.NextNormal(), GridShift * random.NextNormal());

        // tan(φ/2) gives sine and cosine by exact operations.
        double tangent = random.NextBetween(-MaxHalfTurnTangent, MaxHalfTurnTangent);
        double cosine = (1 - (tangent * tangent)) / (1 + (tangent * tangent));
        double sine = 2 * tangent / (1 + (tangent * tangent));
        double slant = random.NextBetween(-MaxSlant, MaxSlant);
        double width = random.NextBetween(MinWidth, MaxWidth);
        double height = random.NextBetween(MinHeight, MaxHeight);
        // turn · slant · scale
        xx = cosine * width;
        xy = ((cosine * slant) - sine) * height;
        yx = sine * width;
        yy = ((sine * slant) + cosine) * height;
        centre = new PenPoint(
            0.5 + random.NextBetween(-MaxOffset, MaxOffset), 0.5 + random.NextBetween(-MaxOffset, MaxOffset));
    }

    /// <summary>Where a point of the glyph comes to lie.</summary>
    public PenPoint Apply(PenPoint point)
    {
        PenPoint shift = ShiftAt(point);
        double x = point.X + shift.X - 0.5;
        double y = point.Y + shift.Y - 0.5;
        return new PenPoint(centre.X + (xx * x) + (xy * y), centre.Y + (yx * x) + (yy * y));
    }

    // Bilinear between the four nearest grid points, with smooth weights.
    private PenPoint ShiftAt(PenPoint point)
    {
        (int column, double u) = Locate(point.X);
        (int row, double v) = Locate(point.Y);
        PenPoint a = shifts[(row * GridPoints) + column];
        PenPoint b = shifts[(row * GridPoints) + column + 1];
        PenPoint c = shifts[((row + 1) * GridPoints) + column];
        PenPoint d = shifts[((row + 1) * GridPoints) + column + 1];
        return new PenPoint(Mix(Mix(a.X, b.X, u), Mix(c.X, d.X, u), v), Mix(Mix(a.Y, b.Y, u), Mix(c.Y, d.Y, u), v));
    }

    private static (int Cell, double Weight) Locate(double coordinate)
    {
        double place = Math.Clamp(coordinate, 0, 1) * (GridPoints - 1);
        int cell = Math.Min((int)place, GridPoints - 2);
        double t = place - cell;
        return (cell, t * t * (3 - (2 * t)));
    }

    private static double Mix(double from, double to, double weight) => from + ((to - from) * weight);
}
