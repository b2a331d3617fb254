using System.CommandLine;
using FLChain.Cli.Ledger;
using FLChain.Core;
using FLChain.Core.Policies;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.Cli.Commands;

/// <summary><c>flchain policy</c>.</summary>
internal static class PolicyCommand
{
    private static readonly Argument<string> Path = new("file") { Description = "The policy, as flchain policy show prints it." };
    private static readonly Option<string> Reader = LedgerOptions.Profile();
    private static readonly Option<string> Authority = new("--profile") { Description = "Connection profile of the authority, who alone sets the policy.", Required = true };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show what would change, and change nothing." };

    public static Command Create() => new(
        "policy",
        "Show or set the market's policy: amounts, fees, limits, deadlines and formulas.\n\nTo change it: flchain policy show > policy.json, edit the file, flchain policy set policy.json --profile AUTHORITY. docs/economics.md says what the rules are for.")
    {
        Show(), Check(), Set(),
    };

    private static Command Show()
    {
        var command = new Command("show", "Print the policy in force, as the JSON that set takes.\n\nExit codes: 0 shown; 2 there is none yet, or could not run.") { Reader };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var ledger = LedgerOptions.Connect(parsed.GetValue(Reader)!);
            Console.WriteLine(PolicyFile.Write(await ledger.PolicyAsync(cancellationToken)));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Check()
    {
        var command = new Command("check", "Check a policy's file against the rules of the market. Needs no connection.\n\nExit codes: 0 sound; 1 it breaks a rule, which is named; 2 it is no policy.") { Path };
        command.SetAction(parsed =>
        {
            if (PolicyRules.FirstBroken(PolicyFile.Read(parsed.GetValue(Path)!)) is { } broken)
            {
                Console.WriteLine(broken);
                return ExitCodes.Failed;
            }

            Console.WriteLine("sound");
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Set()
    {
        var command = new Command(
            "set",
            "Put a policy in force and show what changed. It holds from the next transaction on, for running federations too. Refused where the file was made from another version than the one in force.\n\nExit codes: 0 set, or nothing differs; 2 refused, or could not run.")
        {
            Path, Authority, DryRun,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var policy = PolicyFile.Read(parsed.GetValue(Path)!);
            await using var ledger = LedgerOptions.Connect(parsed.GetValue(Authority)!);
            var inForce = await ledger.PolicyAsync(cancellationToken);
            if (policy.Version != inForce.Version)
                throw new UsageException($"the file was made from version {policy.Version} of the policy, and version {inForce.Version} is in force: show it again and carry the changes over");
            if (PolicyRules.FirstBroken(policy) is { } broken) throw new UsageException($"the policy breaks a rule of the market: {broken}");

            var changes = PolicyFile.Changes(inForce, policy).ToList();
            foreach (var change in changes) Console.WriteLine(change);
            if (changes.Count == 0) Console.WriteLine($"nothing differs from version {inForce.Version}");
            if (changes.Count == 0 || parsed.GetValue(DryRun)) return ExitCodes.Success;

            var set = await ledger.SubmitAsync<Policy>(TransactionNames.Registry.Contract, TransactionNames.Registry.SetPolicy, policy, null, cancellationToken);
            Console.WriteLine($"version {set.Version} is in force");
            return ExitCodes.Success;
        });
        return command;
    }
}
