using System.CommandLine;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.Cli.Commands;

/// <summary>Options that every command which reads a ledger has.</summary>
internal static class LedgerOptions
{
    /// <summary>Folder of <c>flchain up</c> when none is named.</summary>
    public const string DefaultFolder = "flchain-data";

    public static Option<string> Profile() => new("--profile")
    {
        Description = "Connection profile of the consortium.",
        DefaultValueFactory = _ => Path.Combine(DefaultFolder, "auditor", "profile.json"),
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON for programs instead of tables for people." };

    /// <exception cref="InvalidDataException">The profile cannot be used; the message says why.</exception>
    public static LedgerClient Connect(string profile) => LedgerClient.Connect(profile);
}
