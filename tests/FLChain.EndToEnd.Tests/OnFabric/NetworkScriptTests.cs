namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>What the script says when something is missing or meant otherwise; none of this needs Fabric.</summary>
public sealed class NetworkScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flchain-network-test-").FullName;

    public NetworkScriptTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Fabric's programs run on Linux and macOS");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Check_WithoutFabricHome_SaysWhatIsMissingAndWhereToGetIt()
    {
        var (exit, output) = await RunAsync(null, "check");

        Assert.Equal(2, exit);
        Assert.Contains("FABRIC_HOME is not set", output, StringComparison.Ordinal);
        Assert.Contains("github.com/hyperledger/fabric/releases", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_WithProgramsMissing_NamesEachAndWritesNothing()
    {
        var home = Path.Combine(_folder, "home");
        Directory.CreateDirectory(Path.Combine(home, "bin"));
        foreach (var program in (string[])["peer", "orderer", "cryptogen"])
        {
            var path = Path.Combine(home, "bin", program);
            await File.WriteAllTextAsync(path, "#!/bin/sh\n", TestContext.Current.CancellationToken);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var (exit, output) = await RunAsync(home, "up");

        Assert.Equal(2, exit);
        Assert.Contains("lacks bin/configtxgen bin/osnadmin", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Theory]
    [InlineData("there is no command 'destroy'", "destroy")]
    [InlineData("there is no option '--force'", "down", "--force")]
    [InlineData("--base-port is 1024 to 64536", "status", "--base-port", "65000")]
    [InlineData("--base-port: 'http' is not possible", "status", "--base-port", "http")]
    [InlineData("--batch-timeout: '0ms' is not possible", "up", "--batch-timeout", "0ms")]
    [InlineData("--batch-timeout: '5' is not possible", "up", "--batch-timeout", "5")]
    [InlineData("--channel: 'Upper' is not possible", "up", "--channel", "Upper")]
    [InlineData("--trainers: '0' is not possible", "up", "--trainers", "0")]
    [InlineData("--trainers needs a value", "up", "--trainers")]
    [InlineData("--data: '/tmp/a b' has characters", "up", "--data", "/tmp/a b")]
    public async Task AnyCommand_OptionThatCannotBeMeant_IsRefusedByName(string expected, params string[] arguments)
    {
        var (exit, output) = await RunAsync(null, arguments);

        Assert.Equal(2, exit);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_WithoutANetwork_Fails()
    {
        var (exit, output) = await RunAsync(null, "status");

        Assert.Equal(1, exit);
        Assert.Contains("there is no network in", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Down_OfAFolderThatIsNoNetworks_LeavesItAlone()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "thesis.txt"), "years of work", TestContext.Current.CancellationToken);

        var (exit, _) = await RunAsync(null, "down");

        Assert.Equal(1, exit);
        Assert.True(File.Exists(Path.Combine(Data, "thesis.txt")));
    }

    [Theory]
    [InlineData("help")]
    [InlineData("up", "--help")]
    public async Task Help_NamesEveryCommand(params string[] arguments)
    {
        var (exit, output) = await RunAsync(null, arguments);

        Assert.Equal(0, exit);
        Assert.All((string[])["check", "up", "down", "status", "logs", "start", "stop", "deploy", "join", "rebuild", "user"], command => Assert.Contains($"\n  {command} ", output, StringComparison.Ordinal));
    }

    private string Data => Path.Combine(_folder, "data");

    private Task<(int ExitCode, string Output)> RunAsync(string? fabricHome, params string[] arguments) => NetworkScript.RunAsync(
        new Dictionary<string, string?> { ["FABRIC_HOME"] = fabricHome, ["FLCHAIN_FABRIC_DATA"] = Data }, TestContext.Current.CancellationToken, arguments);
}
