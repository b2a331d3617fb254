using FLChain.Core.Ledger;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Quantization;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.TrainerSdk.Inspections;
using FLChain.TrainerSdk.Misbehavior;

namespace FLChain.EndToEnd.Tests.Inspections;

/// <summary>What members keep of drawn gradients is what they submitted, under both maskings and after restarts, for as long as it can be asked for.</summary>
public sealed class KeptGradientTests
{
    private static readonly FederationShape Shape = new()
    {
        Trainers = 3,
        Threshold = 2,
        Iterations = 2,
        ChangeTerms = terms => terms with { InspectionRate = Ratio.One },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PaillierMasking.SchemeName)]
    [InlineData(HybridMasking.SchemeName)]
    public async Task Inspection_OfEachGradient_ShowsWhatWasSubmitted(string masking)
    {
        await using var world = await TestFederation.FormAsync(Shape with { ChangeTerms = terms => terms with { Masking = masking, InspectionRate = Ratio.One } });
        await world.TrainAllAsync();

        foreach (var member in world.Members) await AssertShownAsync(member, iterations: [1, 2]);
        await using var desk = MisbehaviorDesk.Connect(world.Consortium.Files.AuditorProfile);
        var drawn = await desk.DrawnAsync(FederationShape.Fid, Token);
        Assert.Equal(Shape.Trainers * Shape.Iterations, drawn.Count);
        Assert.All(drawn, gradient => Assert.Null(gradient.ReportId));
    }

    [Fact]
    public async Task Inspection_AfterTheScriptWasKilledBetweenGradientAndClose_ShowsWhatWasSubmitted()
    {
        await using var world = await TestFederation.FormAsync(Shape);
        var killed = world.Members[1];
        var given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        killed.AfterContributing = async round =>
        {
            if (round.Iteration != 1) return;
            given.SetResult();
            await Task.Delay(Timeout.Infinite, killed.Life);
        };
        var others = world.Members.Where(member => member != killed).Select(member => member.TrainAsync()).ToArray();
        var first = killed.TrainAsync();
        await given.Task.WaitAsync(Token);
        await killed.KillAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        killed.AfterContributing = null;

        killed.Connect();
        await killed.JoinAsync();
        await Task.WhenAll([killed.TrainAsync(), .. others]);
        await AssertShownAsync(killed, iterations: [1, 2]);
    }

    [Fact]
    public async Task Inspection_AfterTheCheckpointWasLost_IsStillKept()
    {
        await using var world = await TestFederation.FormAsync(Shape);
        await world.TrainAllAsync(upTo: 1);
        var killed = world.Members[0];
        await killed.KillAsync();
        File.Delete(Path.Combine(killed.StateDirectory, FederationShape.Fid, "checkpoint"));

        killed.Connect();
        await killed.JoinAsync();
        await world.TrainAllAsync();
        Assert.True(await HoldsAsync(killed, 1));
        Assert.False(File.Exists(Path.Combine(killed.StateDirectory, FederationShape.Fid, "pending")));
    }

    [Fact]
    public async Task Inspection_WithoutADraw_KeepsNothing()
    {
        await using var world = await TestFederation.FormAsync(Shape with
        {
            ChangePolicy = policy => policy with { InspectionRate = 0 },
            ChangeTerms = terms => terms with { InspectionRate = 0 },
        });
        await world.TrainAllAsync();

        foreach (var member in world.Members)
        {
            Assert.Empty(InspectionFolder.Federations(member.StateDirectory));
            var error = await Assert.ThrowsAsync<FileNotFoundException>(() => member.Trainer.InspectionAsync(FederationShape.Fid, 1, Token));
            Assert.Contains("was not drawn", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<FileNotFoundException>(() => member.Trainer.InspectedWeightsAsync(FederationShape.Fid, 1, Token));
        }
    }

    [Fact]
    public async Task Inspection_OfAnotherGradientThanTheLedgers_IsRefused()
    {
        await using var world = await TestFederation.FormAsync(Shape);
        await world.TrainAllAsync();
        var folder = new InspectionFolder(world.Members[0].StateDirectory, FederationShape.Fid);
        var kept = folder.LoadGradient(1)!;

        folder.Save(kept with { Payload = folder.LoadGradient(2)!.Payload });
        await Assert.ThrowsAsync<InvalidDataException>(() => world.Members[0].Trainer.InspectionAsync(FederationShape.Fid, 1, Token));
        folder.Save(kept with { Seed = folder.LoadGradient(2)!.Seed });
        await Assert.ThrowsAsync<InvalidDataException>(() => world.Members[0].Trainer.InspectionAsync(FederationShape.Fid, 1, Token));
    }

    [Fact]
    public async Task Kept_OnceTheLiabilityIsOver_IsErasedUnlessAnInspectionIsOpen()
    {
        await using var world = await TestFederation.FormAsync(Shape with { ChangePolicy = policy => policy with { OpeningSeconds = 20, LiabilitySeconds = 20 } });
        await world.TrainAndFinishAsync();
        var ended = (await world.ModelAsync()).StageSince;
        var (inspected, other) = (world.Members[0], world.Members[1]);
        await using var desk = MisbehaviorDesk.Connect(world.Consortium.Files.AuditorProfile);
        var opened = await desk.OpenInspectionAsync(FederationShape.Fid, 1, inspected.DpId, Token);
        Assert.Equal((0, Shape.Trainers * Shape.Iterations), (opened.Fee, (await desk.DrawnAsync(FederationShape.Fid, Token)).Count));
        Assert.True(await HoldsAsync(inspected, 2));

        var left = ended + 20_000 - DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, left) + 500), Token);
        Assert.True(await HoldsAsync(inspected, 1));
        Assert.Equal([1], new InspectionFolder(inspected.StateDirectory, FederationShape.Fid).Iterations);
        await Assert.ThrowsAsync<FileNotFoundException>(() => other.Trainer.InspectionAsync(FederationShape.Fid, 2, Token));
    }

    private static async Task<bool> HoldsAsync(TestMember member, int iteration)
    {
        var inspection = await member.Trainer.InspectionAsync(FederationShape.Fid, iteration, Token);
        return inspection.Compare(Shape.Gradient(member.Place, iteration, inspection.Weights)).Holds;
    }

    // Submitted is, value for value, what the quantizer made of the gradient with what rounding had left over.
    private static async Task AssertShownAsync(TestMember member, int[] iterations)
    {
        var terms = Shape.Terms;
        var quantizer = new GradientQuantizer(new PackingLayout(terms.QuantizationBits, terms.MaxTrainers, terms.ModulusBits, terms.ParameterCount), terms.ClipMicros);
        var feedback = new ErrorFeedback(terms.ParameterCount);
        foreach (var iteration in iterations)
        {
            var inspection = await member.Trainer.InspectionAsync(FederationShape.Fid, iteration, Token);
            var gradient = Shape.Gradient(member.Place, iteration, inspection.Weights);
            var quantized = feedback.Quantize(quantizer, gradient);
            feedback.Accept();
            Assert.Equal(quantizer.Dequantize([.. quantized.Select(value => (long)value)], 1), inspection.Submitted.ToArray());
            Assert.True(inspection.Compare(gradient).Holds);
            gradient[0] -= Math.Sign(gradient[0]);
            Assert.False(inspection.Compare(gradient).Holds);
            Assert.Equal(inspection.WeightsDigest, await member.Trainer.InspectedWeightsAsync(FederationShape.Fid, iteration, Token));
        }
    }
}
