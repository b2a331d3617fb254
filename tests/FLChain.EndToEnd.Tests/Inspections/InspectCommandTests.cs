using System.Runtime.InteropServices;
using System.Text.Json;
using FLChain.Cli;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.EndToEnd.Tests.Demo;
using FLChain.EndToEnd.Tests.Federations;

namespace FLChain.EndToEnd.Tests.Inspections;

/// <summary><c>flchain inspect</c> as a process of its own, from the draw to the comparison, over a federation whose every gradient is drawn.</summary>
public sealed class InspectCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inspect_FromTheDrawToTheComparison_ShowsTheMembersOwnGradient()
    {
        var shape = new FederationShape { Trainers = 3, Threshold = 2, Iterations = 1, ChangeTerms = terms => terms with { InspectionRate = Ratio.One } };
        await using var world = await TestFederation.FormAsync(shape);
        await world.TrainAllAsync();
        var (member, partner, profile) = (world.Members[0], world.Members[1], world.Consortium.Files.AuditorProfile);

        var drawn = await JsonAsync("inspect", "drawn", FederationShape.Fid, "--profile", profile, "--json");
        Assert.Equal(3, drawn.GetArrayLength());
        Assert.All(drawn.EnumerateArray(), gradient => Assert.False(gradient.TryGetProperty("reportId", out _)));

        var opened = await JsonAsync("inspect", "open", FederationShape.Fid, "1", member.DpId, "--profile", profile, "--json");
        Assert.Equal((0, "pending"), (opened.GetProperty("fee").GetInt64(), opened.GetProperty("state").GetString()));
        await CannotRunAsync(ErrorCodes.AlreadyReported, "inspect", "open", FederationShape.Fid, "1", member.DpId, "--profile", profile);
        await CannotRunAsync(ErrorCodes.WrongIteration, "inspect", "open", FederationShape.Fid, "2", member.DpId, "--profile", profile);
        Assert.Contains("inspected by accusation", await TextAsync("inspect", "drawn", FederationShape.Fid, "--profile", profile), StringComparison.Ordinal);

        var folder = Path.Combine(member.StateDirectory, "shown");
        string[] own = [FederationShape.Fid, "1", "--options", member.OptionsFile];
        var shown = await JsonAsync(["inspect", "show", .. own, "--out", folder, "--json"]);
        Assert.Equal(opened.GetProperty("evidenceDigest").GetString(), shown.GetProperty("gradientDigest").GetString());
        var weights = Floats(Path.Combine(folder, "weights.f32"));
        Assert.Equal(shape.InitialWeights(), weights);
        await CannotRunAsync("exists already", ["inspect", "show", .. own, "--out", folder]);
        var attested = await TextAsync("inspect", "weights", FederationShape.Fid, "1", "--options", partner.OptionsFile);
        Assert.Equal(shown.GetProperty("weightsDigest").GetString(), attested.Trim());
        Assert.Equal(Naming.Digest(File.ReadAllBytes(Path.Combine(folder, "weights.f32"))), attested.Trim());
        foreach (var path in Directory.GetFiles(folder))
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));

        var gradient = shape.Gradient(member.Place, 1, weights);
        await ComparedAsync(ExitCodes.Success, own, gradient);
        await ComparedAsync(ExitCodes.Success, own, Floats(Path.Combine(folder, "submitted.f32")));
        await ComparedAsync(ExitCodes.Failed, own, shape.Gradient(partner.Place, 1, weights));
        await ComparedAsync(ExitCodes.CouldNotRun, own, gradient[1..]);
        gradient[4] = float.NaN;
        await ComparedAsync(ExitCodes.CouldNotRun, own, gradient);
        await CannotRunAsync("was not drawn", "inspect", "show", FederationShape.Fid, "2", "--options", member.OptionsFile, "--out", Path.Combine(folder, "more"));
    }

    private static async Task ComparedAsync(int expected, string[] own, float[] gradient)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, MemoryMarshal.AsBytes(gradient.AsSpan()).ToArray(), Token);
            var (code, output) = await RunAsync(["inspect", "compare", .. own, "--gradient", path]);
            Assert.True(code == expected, $"{code}, not {expected}: {output}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static float[] Floats(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();

    private static async Task<JsonElement> JsonAsync(params string[] arguments) => JsonDocument.Parse(await TextAsync(arguments)).RootElement;

    private static async Task<string> TextAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.True(code == ExitCodes.Success, output);
        return output;
    }

    private static async Task CannotRunAsync(string reason, params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.True(code == ExitCodes.CouldNotRun, output);
        Assert.Contains(reason, output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var flchain = FlchainProcess.Start(arguments);
        var code = await flchain.EndAsync(Token);
        return (code, flchain.Output);
    }
}
