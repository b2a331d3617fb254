using System.Globalization;

namespace FLChain.TrainerSdk.Data;

/// <summary>
/// How the ten digits are written by hand: for each a few ways, each a list of strokes, each stroke the points that the
/// pen passes. Coordinates are hundredths of a square, x to the right, y down. Strokes that begin with '~' are smooth
/// curves through their points, the others straight from point to point.
/// </summary>
internal static class DigitGlyphs
{
    private static readonly string[][] Written =
    [
        // 0: an oval; a narrow one; a slashed one
        [
            "~50,14 33,22 27,50 33,78 50,86 67,78 73,50 67,22 50,14",
            "~54,14 41,24 36,50 39,77 49,86 59,76 64,50 62,24 54,14",
            "~50,14 33,22 27,50 33,78 50,86 67,78 73,50 67,22 50,14|66,24 34,76",
        ],
        // 1: a bar; with a flag; with flag and foot
        ["50,14 50,86", "36,32 52,14 52,86", "38,30 51,14 51,86|36,86 66,86"],
        // 2: with a flat foot; with a loop; round all the way
        [
            "~29,30 38,16 55,14 68,26 64,44 47,64 29,85|29,85 72,84",
            "~30,28 42,15 60,17 68,33 58,55 38,80 28,80 33,70 48,77 60,84 73,78",
            "~32,24 50,14 67,24 65,42 46,60 31,78 45,82 70,83",
        ],
        // 3: two bowls; a flat top; bowls without a waist
        [
            "~31,23 47,14 65,22 64,38 48,48 66,57 69,73 51,86 30,77",
            "31,15 67,15 47,44|~47,44 65,52 68,70 52,86 30,79",
            "~33,18 54,14 67,26 58,44 45,48 62,54 69,68 58,83 32,84",
        ],
        // 4: open; closed; with the bar at the edge
        ["35,16 30,54 71,54|62,22 60,86", "58,86 58,14 28,60 73,60", "34,18 32,50 66,48|66,16 66,86"],
        // 5: with a corner; written in one go; with a small bowl
        [
            "67,15 36,15 33,46|~33,46 52,41 68,54 66,75 48,86 30,78",
            "~68,17 44,16 35,30 36,45 56,45 69,60 62,80 42,86 29,78",
            "66,16 38,16 35,50|~35,50 53,48 65,60 60,78 45,84 33,78",
        ],
        // 6: a long neck; a curled neck
        [
            "~62,14 43,31 32,57 36,80 52,86 67,75 65,58 50,51 34,64",
            "~68,22 55,14 38,28 30,58 38,82 56,85 69,70 60,54 42,56 32,68",
        ],
        // 7: plain; with a cross bar; with a hook
        ["29,17 70,17 46,86", "30,17 70,17 47,86|38,50 66,48", "30,28 31,16 69,16|~69,16 54,44 47,86"],
        // 8: one line; two rings
        [
            "~66,24 50,14 34,25 40,41 60,56 68,72 50,86 32,73 39,57 60,42 66,24",
            "~50,14 36,22 37,40 50,47 63,40 64,22 50,14|~50,47 33,56 32,76 50,86 68,76 67,56 50,47",
        ],
        // 9: a straight tail; a curved tail; a hooked one
        [
            "~66,28 50,14 34,27 38,46 54,48 66,28|66,24 63,86",
            "~67,32 53,14 35,24 35,43 52,50 66,34 66,54 58,76 42,86",
            "~65,26 46,15 33,32 44,48 62,42 65,26|~65,26 67,55 60,82 43,86 33,78",
        ],
    ];

    /// <summary>Number of digits.</summary>
    public const int Count = 10;

    private static readonly GlyphStroke[][][] Glyphs =
        [.. Written.Select(ways => ways.Select(way => way.Split('|').Select(ReadStroke).ToArray()).ToArray())];

    /// <summary>The ways of writing a digit.</summary>
    public static GlyphStroke[][] Of(int digit) => Glyphs[digit];

    private static GlyphStroke ReadStroke(string text)
    {
        bool smooth = text[0] == '~';
        PenPoint[] points = [.. text.TrimStart('~').Split(' ').Select(ReadPoint)];
        return new GlyphStroke(points, smooth);
    }

    private static PenPoint ReadPoint(string text)
    {
        string[] numbers = text.Split(',');
        return new PenPoint(
            int.Parse(numbers[0], CultureInfo.InvariantCulture) / 100.0,
            int.Parse(numbers[1], CultureInfo.InvariantCulture) / 100.0);
    }
}
