namespace FLChain.TrainerSdk.Data;

/// <summary>A small grey picture that strokes are drawn on: 0 is paper, 1 is ink.</summary>
internal sealed class DigitCanvas
{
    /// <summary>Pixels of a side.</summary>
    public const int Side = 28;

    private double[] pixels = new double[Side * Side];

    /// <summary>Draws a chain of lines with a round pen.</summary>
    /// <param name="line">Points of the unit square.</param>
    /// <param name="penRadius">In pixels.</param>
    /// <param name="ink">Darkness, 0 to 1.</param>
    public void Draw(List<PenPoint> line, double penRadius, double ink)
    {
        for (int i = 1; i < line.Count; i++)
            DrawSegment(Scale(line[i - 1]), Scale(line[i]), penRadius, ink);
    }

    /// <summary>Blurs once with the kernel (1, 2, 1)/4 in both directions.</summary>
    public void Blur()
    {
        pixels = BlurAlong(BlurAlong(pixels, 1, Side), Side, 1);
    }

    /// <summary>Adds noise to every pixel.</summary>
    public void AddNoise(SeededRandom random, double deviation)
    {
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] += deviation * random.NextNormal();
    }

    /// <summary>Writes the picture, row by row, cut to [0, 1] and rounded to 256 levels of grey.</summary>
    public void WriteTo(Span<float> features)
    {
        for (int i = 0; i < pixels.Length; i++)
            features[i] = (float)Math.Round(Math.Clamp(pixels[i], 0, 1) * 255) / 255f;
    }

    private static PenPoint Scale(PenPoint point) => new(point.X * Side, point.Y * Side);

    private void DrawSegment(PenPoint from, PenPoint to, double radius, double ink)
    {
        // A pixel is touched when its centre lies within the pen's radius and half a pixel.
        double reach = radius + 0.5;
        int left = FirstPixel(Math.Min(from.X, to.X) - reach);
        int right = LastPixel(Math.Max(from.X, to.X) + reach);
        int top = FirstPixel(Math.Min(from.Y, to.Y) - reach);
        int bottom = LastPixel(Math.Max(from.Y, to.Y) + reach);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                double distance = Distance(new PenPoint(x + 0.5, y + 0.5), from, to);
                double cover = ink * Math.Clamp(reach - distance, 0, 1);
                int pixel = (y * Side) + x;
                pixels[pixel] = Math.Max(pixels[pixel], cover);
            }
        }
    }

    private static int FirstPixel(double edge) => (int)Math.Floor(Math.Clamp(edge, 0, Side));

    private static int LastPixel(double edge) => (int)Math.Floor(Math.Clamp(edge, -1, Side - 1));

    private static double Distance(PenPoint point, PenPoint from, PenPoint to)
    {
        double dx = to.X - from.X;
        double dy = to.Y - from.Y;
        double square = (dx * dx) + (dy * dy);
        double along = square > 0 ? Math.Clamp((((point.X - from.X) * dx) + ((point.Y - from.Y) * dy)) / square, 0, 1) : 0;
        double ex = point.X - from.X - (along * dx);
        double ey = point.Y - from.Y - (along * dy);
        return Math.Sqrt((ex * ex) + (ey * ey));
    }

    private static double[] BlurAlong(double[] source, int step, int across)
    {
        double[] blurred = new double[source.Length];
        for (int line = 0; line < Side; line++)
        {
            for (int i = 0; i < Side; i++)
            {
                int at = (line * across) + (i * step);
                double before = i > 0 ? source[at - step] : 0;
                double after = i < Side - 1 ? source[at + step] : 0;
                blurred[at] = (before + (2 * source[at]) + after) / 4;
            }
        }
        return blurred;
    }
}
