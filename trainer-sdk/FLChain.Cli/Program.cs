using System.CommandLine;
using FLChain.Cli;
using FLChain.Cli.Commands;

var root = new RootCommand("FLChain: organizations that may not share data train one model together, on a ledger.")
{
    DemoCommand.Create(),
    UpCommand.Create(),
    StatusCommand.Create(),
    StatementCommand.Create(),
    AuditCommand.Create(),
    WatchCommand.Create(),
    ReportCommand.Create(),
    InspectCommand.Create(),
    JudgeCommand.Create(),
    AppealCommand.Create(),
    PolicyCommand.Create(),
    NetworkCommand.Create(),
};
return await CommandLine.InvokeAsync(root, args);
