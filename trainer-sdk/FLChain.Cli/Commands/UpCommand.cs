using System.CommandLine;
using FLChain.Cli.Consortium;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Authority;
using Spectre.Console;

namespace FLChain.Cli.Commands;

/// <summary><c>flchain up</c>.</summary>
internal static class UpCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "Folder of the consortium: crypto material, ledger, options files, artifacts. What is there goes on.", DefaultValueFactory = _ => LedgerOptions.DefaultFolder };
    private static readonly Option<int> Trainers = new("--trainers") { Description = "Trainers that get an identity, an options file and funds, 1 to 100.", DefaultValueFactory = _ => 4 };
    private static readonly Option<int> Port = new("--port") { Description = "Port of the peer on loopback; 0 keeps that of the last run, or takes a free one.", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> GatewayPort = new("--gateway-port") { Description = "Port of the gateway's pages on loopback; 0 keeps that of the last run, or takes a free one.", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> BatchTimeout = new("--batch-timeout") { Description = "Milliseconds the peer waits for more transactions before it cuts a block, 1 to 60,000.", DefaultValueFactory = _ => 20 };
    private static readonly Option<long> BlocksToLive = new("--payload-blocks-to-live") { Description = "Blocks that a payload outlives the one which brought it; 0 for ever.", DefaultValueFactory = _ => 0 };
    private static readonly Option<bool> SimulateTwice = new("--simulate-twice") { Description = "Simulate every proposal twice and refuse it when the results differ: finds contracts that are not deterministic." };

    public static Command Create()
    {
        var command = new Command(
            "up",
            "Start the embedded consortium (an authority, two trainer organizations, a buyer organization on one peer) with the gateway's pages, and keep it running until Ctrl-C. The authority's office runs with it: it deals keys to federations as they form. Give the printed options files to training scripts.")
        {
            Data, Trainers, Port, GatewayPort, BatchTimeout, BlocksToLive, SimulateTwice,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new EmbeddedConsortiumOptions
            {
                Directory = Path.GetFullPath(parsed.GetValue(Data)!),
                Trainers = Within(parsed.GetValue(Trainers), 1, 100, Trainers.Name),
                Port = Within(parsed.GetValue(Port), 0, 65_535, Port.Name),
                BatchTimeout = TimeSpan.FromMilliseconds(Within(parsed.GetValue(BatchTimeout), 1, 60_000, BatchTimeout.Name)),
                PayloadBlocksToLive = (ulong)Math.Max(0, parsed.GetValue(BlocksToLive)),
                SimulateTwice = parsed.GetValue(SimulateTwice),
            },
            Within(parsed.GetValue(GatewayPort), 0, 65_535, GatewayPort.Name),
            AnsiConsole.Console,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(EmbeddedConsortiumOptions options, int gatewayPort, IAnsiConsole console, CancellationToken cancellationToken)
    {
        await using var consortium = await EmbeddedConsortium.StartAsync(options, cancellationToken);
        await using var authority = AuthorityOffice.Connect(TrainerOptions.Load(consortium.Files.Authority));
        await Opening.RunAsync(consortium.Files, authority, cancellationToken);
        await using var gateway = await EmbeddedGateway.StartAsync(consortium, gatewayPort, cancellationToken);
        console.MarkupLine($"The consortium is up at [bold]{Markup.Escape(consortium.Address.ToString())}[/], {consortium.Height} blocks, in {Markup.Escape(options.Directory)}");
        var table = new Table().AddColumn("party").AddColumn("options file");
        for (var j = 0; j < consortium.Files.Trainers.Count; j++) table.AddRow($"trainer-{j + 1}", Markup.Escape(consortium.Files.Trainers[j]));
        console.Write(table.AddRow("buyer-1", Markup.Escape(consortium.Files.Buyer)).AddRow("auditor (profile)", Markup.Escape(consortium.Files.AuditorProfile)));
        gateway.Show(console);
        console.WriteLine("Ctrl-C stops it; the same command goes on with what is there.");
        try
        {
            await authority.ServeAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            console.WriteLine("stopping");
        }

        return ExitCodes.Success;
    }

    private static int Within(int value, int least, int most, string name) =>
        value >= least && value <= most ? value : throw new UsageException($"{name} is {least} to {most}, not {value}");
}
