using System.Diagnostics;
using FLChain.Fabric.Identities;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Tests.World;
using FLChain.Gateway.Users;

namespace FLChain.Gateway.Tests.Hosting;

/// <summary>The program as it is started, in a process of its own.</summary>
public sealed class GatewayCommandsTests(GatewayWorld world) : IDisposable
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

    /// <summary>Each is told at the start, before a peer is called.</summary>
    [Theory]
    [InlineData("JudgeKey", "JudgeKey")]
    [InlineData("Artifacts", "Artifacts")]
    [InlineData("IssuerCertificate", "authority cannot be used")]
    [InlineData("MasterKey", "is not a master key")]
    [InlineData("Colour", "Colour")]
    public async Task Start_FileThatCannotBeUsed_SaysWhichAndEnds(string setting, string word)
    {
        // No key, no certificate, and no folder.
        await File.WriteAllTextAsync(_folder["file"], "nothing", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder["file"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string[] issuer = setting == "IssuerCertificate" ? ["--Gateway:IssuerMsp", "BuyersMSP", "--Gateway:IssuerKey", _folder["file"]] : [];
        var (code, output) = await RunAsync(["serve", "--profile", _folder["none.json"], "--data", _folder["data"], $"--Gateway:{setting}", _folder["file"], .. issuer]);
        Assert.Equal(2, code);
        Assert.Contains(word, output, StringComparison.Ordinal);
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
    public async Task SetPassword_ByWhoHasTheServer_LetsTheUserBackIn()
    {
        using (var taken = GatewayFolder.Take(_folder["data"]))
        {
            var users = Users(taken, out var key);
            using var identity = IdentityFiles.LoadMsp("BuyersMSP", world.Issue("forgetful"));
            users.SetDisabled(users.TryAdd("forgetful", GatewayWorld.Password, Role.Buyer, identity.Identity, null)!, true);
            key.Dispose();
        }

        var (code, output) = await RunAsync(["set-password", "--profile", "x", "--data", _folder["data"], "--name", "forgetful"], "another password");
        Assert.True(code == 0, output);
        using var folder = GatewayFolder.Take(_folder["data"]);
        var after = Users(folder, out var master);
        Assert.Null(after.SignIn("forgetful", GatewayWorld.Password));
        Assert.NotNull(after.SignIn("forgetful", "another password"));
        master.Dispose();
    }

    [Fact]
    public async Task Help_TellsTheUsage()
    {
        var (code, output) = await RunAsync("--help");
        Assert.Equal(0, code);
        Assert.Contains("usage: FLChain.Gateway", output, StringComparison.Ordinal);
    }

    private static UserDirectory Users(GatewayFolder folder, out MasterKey key) => new(new GatewayDatabase(folder.Database), key = MasterKey.LoadOrCreate(folder.MasterKey));

    private static Task<(int Code, string Output)> RunAsync(params string[] arguments) => RunAsync(arguments, "");

    private static async Task<(int Code, string Output)> RunAsync(string[] arguments, string input)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(GatewayHost).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input + "\n");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + errors);
    }
}
