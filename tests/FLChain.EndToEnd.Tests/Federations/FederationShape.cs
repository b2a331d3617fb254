using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Fabric.Shim;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Models;
using FLChain.TrainerSdk.Training;

namespace FLChain.EndToEnd.Tests.Federations;

/// <summary>What a federation of a test looks like: short keys, a small model, deadlines that never pass unless the test says so.</summary>
internal sealed record FederationShape
{
    public const string Fid = "flm-test";
    public const int ModulusBits = 512;

    public int Trainers { get; init; } = 4;

    public int Threshold { get; init; } = 3;

    public int Iterations { get; init; } = 3;

    /// <summary>Of the gradients and the initial weights.</summary>
    public int Seed { get; init; } = 1;

    public Func<Policy, Policy> ChangePolicy { get; init; } = policy => policy;

    public Func<Terms, Terms> ChangeTerms { get; init; } = terms => terms;

    /// <summary>By default 40 parameters, which make two ciphertexts.</summary>
    public SoftmaxRegression Model { get; init; } = new(7, 5);

    /// <summary>Whether members report what they find wrong.</summary>
    public bool Reports { get; init; } = true;

    /// <summary>What each member gives at each step, by its place.</summary>
    public Func<int, Conduct> ConductOf { get; init; } = _ => Conduct.Honest;

    /// <summary>What each member says of the accuracy of an iteration's weights, by its place; null for nothing.</summary>
    public Func<int, double?> AccuracyOf { get; init; } = _ => null;

    /// <summary>What the peer is given in place of the contracts.</summary>
    public Func<IChaincode, IChaincode> Serve { get; init; } = contracts => contracts;

    /// <summary>Whether the initial weights come from the group key, as in earnest, instead of from the seed.</summary>
    public bool SecretInitialWeights { get; init; }

    public Terms Terms => ChangeTerms(
        FederationTerms.For(Model.Describe(), Model.ParameterCount, Math.Max(Threshold, 3), Trainers, Threshold, Iterations) with
        {
            ModulusBits = ModulusBits,
            GradientSeconds = 600,
            AggregateSeconds = 600,
            ShareSeconds = 600,
        });

    /// <summary>Initial weights that the test knows too.</summary>
    public float[] InitialWeights() => LocalTraining.InitialWeights(Model, Seed);

    /// <summary>
    /// The gradient of a member: any numbers, beyond the clip here and there, that depend on the weights, so that an error
    /// of one unit in one iteration is in all that follow.
    /// </summary>
    /// <param name="place">Place of the member among the options files, from 0.</param>
    /// <param name="iteration">From 1.</param>
    /// <param name="weights">The weights before the iteration.</param>
    public float[] Gradient(int place, int iteration, ReadOnlySpan<float> weights)
    {
        var random = new Random(unchecked(Seed * 1_000_003 + place * 1_009 + iteration));
        var gradient = new float[weights.Length];
        for (var k = 0; k < gradient.Length; k++) gradient[k] = (float)(random.NextDouble() * 2.4 - 1.2) + 0.1f * weights[k];
        return gradient;
    }
}
