using System.CommandLine;
using FLChain.Cli.Demo;
using FLChain.Laboratory.Cheats;

namespace FLChain.Cli.Commands;

/// <summary><c>flchain demo</c>.</summary>
internal static class DemoCommand
{
    private static readonly DemoOptions Defaults = new();

    private static readonly Option<string?> Data = new("--data") { Description = "Folder with MNIST's four IDX files, or a CSV file with a label column. Without it the demo makes its own digits." };
    private static readonly Option<string?> Label = new("--label") { Description = "Label column of the CSV file, by name or number from 0. [default: the last]" };
    private static readonly Option<int> Trainers = new("--trainers") { Description = "Trainers in the federation, 3 to 16.", DefaultValueFactory = _ => Defaults.Trainers };
    private static readonly Option<int> Threshold = new("--threshold") { Description = "Unmasking shares needed, 2 to the number of trainers.", DefaultValueFactory = _ => Defaults.Threshold };
    private static readonly Option<int> Iterations = new("--iterations") { Description = "Iterations of training.", DefaultValueFactory = _ => Defaults.Iterations };
    private static readonly Option<string> Model = new("--model") { Description = "softmax (regression) or mlp (multilayer perceptron).", DefaultValueFactory = _ => Defaults.Model };
    private static readonly Option<int> Hidden = new("--hidden") { Description = "Hidden units of the multilayer perceptron.", DefaultValueFactory = _ => Defaults.Hidden };
    private static readonly Option<int> KeyBits = new("--key-bits") { Description = "Bits of the Paillier modulus: 2048 or 3072.", DefaultValueFactory = _ => Defaults.KeyBits };
    private static readonly Option<int> Batch = new("--batch") { Description = "Samples in each trainer's batch.", DefaultValueFactory = _ => Defaults.BatchSize };
    private static readonly Option<long> Seed = new("--seed") { Description = "Seed of the made digits, the shards, the batches and the initial weights. Keys and masks are random all the same.", DefaultValueFactory = _ => Defaults.Seed };
    private static readonly Option<string?> Network = new("--network") { Description = "Folder of the parties of a consortium that runs already, as flchain up or network/fabric/network.sh up leaves it. [default: an embedded consortium]" };
    private static readonly Option<string> Fid = new("--fid") { Description = "The model's id on the ledger: a new one for a new story, the same one to go on.", DefaultValueFactory = _ => Defaults.Fid };
    private static readonly Option<string?> Keep = new("--keep") { Description = "Folder to keep the consortium in. A story that was cut off goes on there when it is given again." };
    private static readonly Option<bool> Serve = new("--serve") { Description = "Leave the consortium running afterwards, with the gateway's pages: the market has a model that was sold, and its trainers go on selling it. Until Ctrl-C." };
    private static readonly Option<string?> Json = new("--json") { Description = "File to write the figures to, as one flat JSON object." };

    private static readonly Option<string?> Cheat = new("--cheat") { Description = "Play this cheat of the laboratory instead, on a small federation with short keys, and hold what came of it against the tables. Of the other options only --network has a part in it: there four trainers play who are not registered yet." };
    private static readonly Option<bool> ListCheats = new("--list-cheats") { Description = "Print the cheats, one to a line, and nothing else." };

    public static Command Create()
    {
        var command = new Command(
            "demo",
            "Play the whole story on the embedded consortium, or with --network on any other: four trainers who share no data register, are matched into a federation, train one model under masks, sell it and are paid. Or a cheat of the laboratory, with --cheat.\n\nExit codes: 0 the story ended well, or the cheat as the tables say, and its audit passed, 1 it did not, 2 it could not run, 130 interrupted.")
        {
            Data, Label, Trainers, Threshold, Iterations, Model, Hidden, KeyBits, Batch, Seed, Network, Fid, Keep, Serve, Json, Cheat, ListCheats,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(ListCheats)) return List();
            return parsed.GetValue(Cheat) is { } cheat
                ? CheatRunner.RunAsync(cheat, parsed.GetValue(Network), Spectre.Console.AnsiConsole.Console, cancellationToken)
                : RunAsync(parsed, cancellationToken);
        });
        return command;
    }

    private static Task<int> List()
    {
        foreach (var cheat in CheatCatalogue.Create()) Console.WriteLine(cheat.Name);
        return Task.FromResult(ExitCodes.Success);
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        DemoRunner.RunAsync(
            new DemoOptions
            {
                Data = parsed.GetValue(Data),
                Label = parsed.GetValue(Label),
                Trainers = parsed.GetValue(Trainers),
                Threshold = parsed.GetValue(Threshold),
                Iterations = parsed.GetValue(Iterations),
                Model = parsed.GetValue(Model)!,
                Hidden = parsed.GetValue(Hidden),
                KeyBits = parsed.GetValue(KeyBits),
                BatchSize = parsed.GetValue(Batch),
                Seed = parsed.GetValue(Seed),
                Network = parsed.GetValue(Network),
                Fid = parsed.GetValue(Fid)!,
                Keep = parsed.GetValue(Keep),
                Serve = parsed.GetValue(Serve),
                Json = parsed.GetValue(Json),
            },
            Spectre.Console.AnsiConsole.Console,
            cancellationToken);
}
