namespace FLChain.Cli.Tests.Commands;

public sealed class CommandLineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("demo")]
    [InlineData("up")]
    [InlineData("status")]
    [InlineData("statement")]
    [InlineData("audit")]
    public async Task Help_OfEachCommand_Teaches(string command)
    {
        var (exitCode, output, _) = await CliProcess.RunAsync(Token, command, "--help");

        Assert.Equal(ExitCodes.Success, exitCode);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo", "--trainers", "2")]
    [InlineData("demo", "--nope")]
    [InlineData("up", "--trainers", "0")]
    [InlineData("status", "--profile", "/nowhere/profile.json")]
    [InlineData("statement", "--profile", "/nowhere/profile.json")]
    [InlineData("audit", "--profile", "/nowhere/profile.json")]
    [InlineData("audit", "--audit-key", "/nowhere/key")]
    public async Task Command_ThatCannotRun_SaysWhyAndExitsWith2(params string[] arguments)
    {
        var (exitCode, _, error) = await CliProcess.RunAsync(Token, arguments);

        Assert.Equal(ExitCodes.CouldNotRun, exitCode);
        Assert.NotEmpty(error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
