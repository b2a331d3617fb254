using System.Globalization;
using FLChain.Simulation.Worlds;

namespace FLChain.Simulation.Tables;

/// <summary>Prints Tables III and IV of the paper beside what the contracts paid.</summary>
internal static class PaperTables
{
    /// <summary>A federation of four of which one misbehaves.</summary>
    public static Cast NewCast() => new(members: 4, threshold: 3, iterations: 2);

    /// <summary>0 when every cell holds.</summary>
    public static async Task<int> PrintAsync(TextWriter output)
    {
        using var cast = NewCast();
        var training = await World.TrainingAsync(cast);
        var three = await TableThree.ComputeAsync(training);
        var four = await TableFour.ComputeAsync(training);
        await WriteAsync(output, "Table III: payments sent for each action", ["event", "from → to", "paper", "amount", "paid", ""], three);
        await output.WriteLineAsync();
        await WriteAsync(output, $"Table IV: incentive for each entity (c = {TableFour.Cost})", ["entity", "case", "paper", "amount", "paid", ""], four);
        return three.Concat(four).All(cell => cell.Holds) ? 0 : 1;
    }

    private static async Task WriteAsync(TextWriter output, string title, string[] header, IReadOnlyList<Cell> cells)
    {
        string[][] rows =
        [
            header,
            .. cells.Select(cell => (string[])[cell.Row, cell.Column, cell.Formula, Amount(cell.Expected), Amount(cell.Paid), cell.Holds ? "ok" : "WRONG"]),
        ];
        var widths = Enumerable.Range(0, header.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        await output.WriteLineAsync(title);
        foreach (var row in rows)
            await output.WriteLineAsync("  " + string.Join("  ", row.Select((text, column) => column is 3 or 4 ? text.PadLeft(widths[column]) : text.PadRight(widths[column]))).TrimEnd());
    }

    private static string Amount(long amount) => amount.ToString("#,0;−#,0;0", CultureInfo.InvariantCulture);
}
