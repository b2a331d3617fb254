using System.Text.Json.Nodes;
using FLChain.Benchmarks;

namespace FLChain.EndToEnd.Tests.Benchmarks;

public sealed class FigureTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-figures-").FullName;

    [Fact]
    public void Sections_TheirFigures_DoNotBeginAlike()
    {
        var beginnings = BenchSection.All.SelectMany(section => section.Figures).ToArray();

        Assert.All(beginnings, beginning => Assert.Single(beginnings, other => other.StartsWith(beginning, StringComparison.Ordinal)));
    }

    [Fact]
    public void Add_AnotherSectionsFigure_Throws()
    {
        var figures = new FigureTable(Path.Combine(_folder, "none.json"));
        figures.Begin(BenchSection.All.Single(section => section.Name == "growth"));

        Assert.Throws<InvalidOperationException>(() => figures.Add("devpeer.submit.clients1.per_second", 1, "transactions per second"));
    }

    [Fact]
    public void Write_WhatWasMeasuredEarlier_KeepsItsRun()
    {
        var earlier = Path.Combine(_folder, "earlier.json");
        File.WriteAllText(
            earlier,
            """
            {
              "runs": {
                "2020-01-01T00:00:00Z": { "commit": "0123456789ab", "machine": { "processor": "another", "processorCount": 64, "openSsl": "3.0.0", "runtime": "10.0.0" } },
                "2020-01-02T00:00:00Z": { "commit": "ba9876543210", "machine": { "processor": "another", "processorCount": 64, "openSsl": "3.0.0", "runtime": "10.0.0" } }
              },
              "figures": {
                "devpeer.kept": { "value": 2, "unit": "ms", "run": "2020-01-01T00:00:00Z" },
                "devpeer.new": { "value": 3, "unit": "ms", "run": "2020-01-02T00:00:00Z" },
                "devpeer.unknown": { "value": 4, "unit": "ms" }
              }
            }
            """);
        var figures = new FigureTable(earlier);
        figures.Begin(BenchSection.All.Single(section => section.Name == "peer"));
        figures.Add("devpeer.new", 5, "ms");
        var now = Path.Combine(_folder, "now.json");

        figures.Write(now);

        var written = JsonNode.Parse(File.ReadAllText(now))!;
        var run = (string)written["figures"]!["devpeer.new"]!["run"]!;
        Assert.Equal(5, (double)written["figures"]!["devpeer.new"]!["value"]!);
        Assert.Equal("2020-01-01T00:00:00Z", (string)written["figures"]!["devpeer.kept"]!["run"]!);
        Assert.Null(written["figures"]!["devpeer.unknown"]!["run"]);
        Assert.Equal(["2020-01-01T00:00:00Z", run], written["runs"]!.AsObject().Select(each => each.Key));
        Assert.Equal("another", (string)written["runs"]!["2020-01-01T00:00:00Z"]!["machine"]!["processor"]!);
        Assert.Equal(Environment.ProcessorCount, (int)written["runs"]![run]!["machine"]!["processorCount"]!);
        Assert.Equal(["devpeer.new"], figures.Measured.Keys);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
