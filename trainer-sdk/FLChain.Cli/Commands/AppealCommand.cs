using System.CommandLine;
using FLChain.Cli.Justice;

namespace FLChain.Cli.Commands;

/// <summary><c>flchain appeal</c>.</summary>
internal static class AppealCommand
{
    private static readonly Argument<string> ReportId = new("accusation") { Description = "The accusation's id, as flchain report list shows it." };
    private static readonly Option<string> Profile = DeskCall.Profile("the loser of the judgment", required: true);
    private static readonly Option<bool> Json = LedgerOptions.Json();

    public static Command Create()
    {
        var command = new Command(
            "appeal",
            "Appeal a first judgment as its loser, within the policy's time and for its fee f_2, which the winner of the final judgment has back. An appeal that is not decided in time leaves the first judgment standing, and its fee goes back. Where the policy gives no time, there is no appeal.\n\nExit codes: 0 appealed; 2 refused, or could not run.")
        {
            ReportId, Profile, Json,
        };
        command.SetAction((parsed, cancellationToken) => DeskCall.RunAsync(parsed.GetValue(Profile)!, parsed.GetValue(Json), async call =>
        {
            await call.ShowAsync(await call.Desk.AppealAsync(parsed.GetValue(ReportId)!, cancellationToken), cancellationToken);
            return ExitCodes.Success;
        }));
        return command;
    }
}
