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
    [InlineData("audit", "proof")]
    [InlineData("watch")]
    [InlineData("report", "fault")]
    [InlineData("report", "trainer")]
    [InlineData("inspect", "drawn")]
    [InlineData("inspect", "open")]
    [InlineData("inspect", "show")]
    [InlineData("inspect", "compare")]
    [InlineData("inspect", "weights")]
    [InlineData("judge", "decide")]
    [InlineData("judge", "sign")]
    [InlineData("appeal")]
    public async Task Help_OfEachCommand_Teaches(params string[] command)
    {
        var (exitCode, output, _) = await CliProcess.RunAsync(Token, [.. command, "--help"]);

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
    [InlineData("audit", "proof", "/nowhere/proof.json")]
    [InlineData("audit", "proof")]
    [InlineData("audit", "proof", "--gateway", "http://127.0.0.1:1")]
    [InlineData("audit", "proof", "--gateway", "http://127.0.0.1:1", "--model", "flm-digits")]
    [InlineData("audit", "proof", "proof.json", "--model", "NOT A FID")]
    [InlineData("watch", "--profile", "/nowhere/profile.json")]
    [InlineData("watch", "--audit-key", "/nowhere/key")]
    [InlineData("report", "list", "--profile", "/nowhere/profile.json")]
    [InlineData("report", "fault", "gradient", "flm", "first", "someone")]
    [InlineData("report", "trainer", "someone", "--claim", "without evidence")]
    [InlineData("inspect", "drawn")]
    [InlineData("inspect", "drawn", "flm", "--profile", "/nowhere/profile.json")]
    [InlineData("inspect", "open", "flm", "first", "someone")]
    [InlineData("inspect", "show", "flm", "1", "--options", "/nowhere/trainer.json")]
    [InlineData("inspect", "show", "flm", "1", "--options", "/nowhere/trainer.json", "--out", "shown")]
    [InlineData("inspect", "compare", "flm", "1", "--options", "/nowhere/trainer.json")]
    [InlineData("inspect", "compare", "flm", "1", "--options", "/nowhere/trainer.json", "--gradient", "/nowhere/gradient.f32")]
    [InlineData("inspect", "weights", "flm", "1")]
    [InlineData("judge", "sign", "/nowhere/judgment", "--key", "/nowhere/key.pem")]
    [InlineData("judge", "key", "--out", "/nowhere/key.pem")]
    [InlineData("judge", "decide", "an-accusation", "--verdict", "guilty")]
    [InlineData("appeal", "an-accusation")]
    public async Task Command_ThatCannotRun_SaysWhyAndExitsWith2(params string[] arguments)
    {
        var (exitCode, _, error) = await CliProcess.RunAsync(Token, arguments);

        Assert.Equal(ExitCodes.CouldNotRun, exitCode);
        Assert.NotEmpty(error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
