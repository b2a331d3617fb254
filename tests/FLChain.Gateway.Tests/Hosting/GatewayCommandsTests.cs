using System.Diagnostics;
using FLChain.Gateway.Hosting;

namespace FLChain.Gateway.Tests.Hosting;

/// <summary>The program as it is started, in a process of its own.</summary>
public sealed class GatewayCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("serve")]
    [InlineData("rebuild", "--profile", "x")]
    [InlineData("nonsense", "--profile", "x", "--data", "y")]
    [InlineData("serve", "--profile", "x", "--data", "y", "--Gateway:FilterBytes", "3")]
    [InlineData("serve", "--profile", "x", "--data", "y", "--Gateway:FilterBytes", "many")]
    public async Task Start_WithBadSettings_SaysWhatIsWrongAndEnds(params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.NotEmpty(output);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_MissingProfile_SaysWhichFile()
    {
        var (code, output) = await RunAsync("digest", "--profile", _folder["none.json"], "--data", _folder["data"]);
        Assert.Equal(2, code);
        Assert.Contains("none.json", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FolderInUse_SaysSo()
    {
        using var taken = GatewayFolder.Take(_folder["data"]);
        var (code, output) = await RunAsync("digest", "--profile", _folder["none.json"], "--data", _folder["data"]);
        Assert.Equal(2, code);
        Assert.Contains("another gateway has", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_TellsTheUsage()
    {
        var (code, output) = await RunAsync("--help");
        Assert.Equal(0, code);
        Assert.Contains("usage: FLChain.Gateway", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(GatewayHost).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + errors);
    }
}
