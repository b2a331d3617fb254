namespace FLChain.Benchmarks;

/// <summary><c>make bench</c>: measures the sections that are named.</summary>
internal static class BenchCommand
{
    // Draws the plots from all figures, measured now or earlier.
    private const string PlotsVerb = "plots";

    private static readonly string Usage =
        $"""
        usage: make bench [ARGS="[SECTION…] [{PlotsVerb}]"]
        Measures the sections that are named, or all of which no other need is said; prints a table beside docs/bench.json; writes
        bench.json, in which what was not measured now stays as docs/bench.json has it, with its own run; and draws in docs/
        those plots whose figures were all measured now. {PlotsVerb}: the plots from all figures.

        kernels     masking, proofs, shares and combination, on one thread; beside python-paillier where PYTHON has it
        peer        the embedded peer
        iterations  whole iterations, 4 and 10 trainers, memory
        on-fabric   whole iterations of 4 trainers on real Fabric, where FABRIC_HOME is set
        largest     iterations of 32 trainers
        growth      iterations on a ledger with many blocks, and with many models
        gateway     filter, tree and REST with 10,000 models and 50,000 trainers; by name only
        shim        our chaincode shim beside the official one, without a network; by name only, needs make interop
        fabric      both on a Fabric network; by name only, needs FABRIC_HOME: make bench-fabric is both
        """;

    /// <returns>0 when everything was measured, 2 when there is no such section.</returns>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (arguments is ["--help" or "-h"])
        {
            Console.WriteLine(Usage);
            return 0;
        }

        if (arguments.Except([.. BenchSection.All.Select(section => section.Name), PlotsVerb]).FirstOrDefault() is { } unknown)
        {
            await Console.Error.WriteLineAsync($"there is no benchmark '{unknown}'\n{Usage}");
            return 2;
        }

        var figures = new FigureTable(Path.Combine("docs", "bench.json"));
        BenchSection[] chosen = [.. BenchSection.All.Where(section => arguments.Length > 0 ? arguments.Contains(section.Name) : section.IsDefault)];
        if (chosen.Length > 0) Console.WriteLine($"about {chosen.Sum(section => section.Minutes)} minutes where nothing else runs: {string.Join(", ", chosen.Select(section => $"{section.Name} {section.Minutes}"))}");
        foreach (var section in chosen)
        {
            figures.Begin(section);
            await section.RunAsync(figures, cancellationToken);
            // What is measured is written at once: the next section may fail.
            figures.Write("bench.json");
        }

        Plots.Write(arguments.Contains(PlotsVerb) ? figures.All() : figures.Measured, "docs");
        figures.Print();
        return 0;
    }
}
