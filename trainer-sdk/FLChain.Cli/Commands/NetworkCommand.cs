using System.CommandLine;
using FLChain.Cli.Consortium;
using FLChain.Cli.Networks;
using FLChain.Fabric.Blocks;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Authority;
using Google.Protobuf;

namespace FLChain.Cli.Commands;

/// <summary><c>flchain network</c>: what <c>network/fabric/network.sh</c> leaves to this program.</summary>
internal static class NetworkCommand
{
    private static readonly Argument<string> Description = new("description") { Description = "The network's network.json." };
    private static readonly Option<string> Msp = new("--msp") { Description = "MSP id of the organization.", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "The user's name, which names its folder.", Required = true };
    private static readonly Option<string> CommonName = new("--common-name") { Description = "The user's pseudonym: the common name in the certificate.", Required = true };
    private static readonly Option<int> Sequence = new("--sequence") { Description = "The definition's sequence, which the package's label carries.", Required = true };
    private static readonly Option<string> Output = new("--output") { Description = "Where the result goes.", Required = true };
    private static readonly Option<string> Channel = new("--channel") { Description = "The channel.", Required = true };
    private static readonly Option<string> Config = new("--config") { Description = "The channel's latest configuration block.", Required = true };
    private static readonly Option<string> Described = new("--described") { Description = "A block of configtxgen in which the new organization is described.", Required = true };

    public static Command Create() => new("network", "Identities, profiles, packages and channel updates for a Fabric network whose crypto material lies on this machine. Used by network/fabric/network.sh.")
    {
        Parties(), User(), Package(), Open(), Admission(),
    };

    private static Command Parties()
    {
        var command = new Command("parties", "Issue every party that was not issued before; write all profiles and options files anew.") { Description };
        command.SetAction(parsed => ProfilesOf(NetworkDescription.Load(parsed.GetValue(Description)!)).WriteAll());
        return command;
    }

    private static Command User()
    {
        var command = new Command("user", "Issue one client identity, with a connection profile and an options file.") { Description, Msp, Name, CommonName };
        command.SetAction(parsed =>
        {
            var network = NetworkDescription.Load(parsed.GetValue(Description)!);
            var name = parsed.GetValue(Name)!;
            if (name.AsSpan().IndexOfAny('/', '\\') >= 0) throw new UsageException("--name names a folder and has no separators");
            try
            {
                Console.WriteLine(OptionsFiles.WriteParty(
                    network.Parties, Path.Combine("users", name, "user.json"), network.Find(parsed.GetValue(Msp)!).MspId, name, parsed.GetValue(CommonName)!, ProfilesOf(network)));
            }
            catch (Exception error) when (error is ArgumentException or InvalidOperationException)
            {
                throw new UsageException(error.Message);
            }
        });
        return command;
    }

    private static Command Package()
    {
        var command = new Command("package", "Make the chaincode's package for each organization, with mutual TLS between peer and service.") { Description, Sequence, Output };
        command.SetAction(parsed =>
        {
            var network = NetworkDescription.Load(parsed.GetValue(Description)!);
            ServicePackages.Write(network, network.OpenMaterial(), parsed.GetValue(Sequence), parsed.GetValue(Output)!);
        });
        return command;
    }

    private static Command Open()
    {
        var command = new Command("open", "Set the default policy where none is, and fund the parties that are not funded yet.") { Description };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var files = OptionsFiles.Open(NetworkDescription.Load(parsed.GetValue(Description)!).Parties);
            await using var authority = AuthorityOffice.Connect(TrainerOptions.Load(files.Authority));
            await Opening.RunAsync(files, authority, cancellationToken);
        });
        return command;
    }

    private static Command Admission()
    {
        var command = new Command("admission", "Make the channel update that admits an organization, ready to be signed by its members.") { Channel, Config, Described, Msp, Output };
        command.SetAction(parsed =>
        {
            var mspId = parsed.GetValue(Msp)!;
            try
            {
                var current = ChannelUpdate.ReadConfig(File.ReadAllBytes(parsed.GetValue(Config)!));
                var organization = ChannelUpdate.FindOrganization(ChannelUpdate.ReadConfig(File.ReadAllBytes(parsed.GetValue(Described)!)), mspId)
                    ?? throw new UsageException($"--described: there is no organization '{mspId}' in it");
                var update = ChannelUpdate.AddOrganization(parsed.GetValue(Channel)!, current, mspId, organization);
                File.WriteAllBytes(parsed.GetValue(Output)!, update.ToByteArray());
            }
            catch (Exception error) when (error is ArgumentException or FormatException)
            {
                throw new UsageException(error.Message);
            }
        });
        return command;
    }

    private static NetworkProfiles ProfilesOf(NetworkDescription network) => new(network, network.OpenMaterial());
}
