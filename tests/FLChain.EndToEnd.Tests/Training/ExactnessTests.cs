using FLChain.Core.Records;
using FLChain.Cryptography.Masking;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.TrainerSdk.Models;

namespace FLChain.EndToEnd.Tests.Training;

/// <summary>What a federation reads under masks is what it would have read in the clear, to the last bit.</summary>
public sealed class ExactnessTests
{
    [Theory]
    [InlineData(3, 2, 11)]
    [InlineData(3, 3, 12)]
    [InlineData(4, 3, 13)]
    [InlineData(5, 2, 14)]
    [InlineData(6, 5, 15)]
    public async Task Training_UnderMasks_EqualsTrainingInTheClear(int trainers, int threshold, int seed)
    {
        var shape = new FederationShape { Trainers = trainers, Threshold = threshold, Seed = seed };
        Assert.Equal("paillier", shape.Terms.Masking);
        await RequireExactAsync(shape);
    }

    /// <summary>
    /// The hybrid scheme in both of its rings: up to four trainers of 16 bits fit the light one, five do not. The last
    /// model is of a size for which it is the default, and fills several ring elements.
    /// </summary>
    [Theory]
    [InlineData(3, 2, 21, 7, 5)]
    [InlineData(5, 3, 22, 7, 5)]
    [InlineData(4, 3, 23, 50, 45)]
    public async Task Training_UnderHybridMasks_EqualsTrainingInTheClear(int trainers, int threshold, int seed, int features, int labels)
    {
        var shape = new FederationShape
        {
            Trainers = trainers,
            Threshold = threshold,
            Seed = seed,
            Iterations = 2,
            Model = new SoftmaxRegression(features, labels),
        };
        if (shape.Model.ParameterCount < MaskingSchemes.HybridFromParameters)
            shape = shape with { ChangeTerms = terms => terms with { Masking = HybridMasking.SchemeName } };
        Assert.Equal("rlwe-paillier", shape.Terms.Masking);
        await RequireExactAsync(shape);
    }

    private static async Task RequireExactAsync(FederationShape shape)
    {
        await using var world = await TestFederation.FormAsync(shape);
        var finished = await world.TrainAndFinishAsync();

        var plain = PlainFederation.Whole(shape);
        foreach (var member in world.Members) Bits.AssertEqual(plain.Weights, member.Weights);
        using var unmasking = await LedgerUnmasking.OpenAsync(world);
        for (var iteration = 1; iteration <= shape.Iterations; iteration++)
            Assert.All(await unmasking.SumsAsync(iteration), sums => Assert.Equal(plain.Sums[iteration - 1], sums));

        Assert.Equal((ModelStage.Finished, ModelStatus.Onsale), (finished.Stage, finished.Status));
        Assert.Single((await world.AttestationsAsync()).Select(attestation => attestation.Artifact).Distinct(), finished.Artifact);
        await world.AssertConservedAsync();
    }

    [Fact]
    public async Task Training_EagerVerification_EqualsTrainingInTheClear()
    {
        var shape = new FederationShape
        {
            Trainers = 3,
            Threshold = 2,
            ChangePolicy = policy => policy with { Verification = Core.Policies.VerificationRule.Eager, Shares = Core.Policies.ShareRule.Contribution },
        };
        await using var world = await TestFederation.FormAsync(shape);
        await world.TrainAllAsync();
        var plain = PlainFederation.Whole(shape);
        foreach (var member in world.Members) Bits.AssertEqual(plain.Weights, member.Weights);
    }
}
