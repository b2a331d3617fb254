using FLChain.Cryptography.Proofs;

namespace FLChain.Cryptography.Tests;

/// <summary>Proof contexts of the tests.</summary>
internal static class Contexts
{
    public static ProofContext Of(int trainer, string phase = "gradient") => new("fl", "flm-1", 7, phase, $"dp-{trainer}", 0);

    /// <summary>The context with each of its fields altered alone.</summary>
    public static IEnumerable<ProofContext> Neighbours(ProofContext context) =>
    [
        context with { Channel = "fl2" },
        context with { Fid = "flm-2" },
        context with { Iteration = context.Iteration + 1 },
        context with { Phase = "beacon" },
        context with { Author = "dp-99" },
        context with { Attempt = context.Attempt + 1 },
        // The same characters, cut elsewhere.
        context with { Channel = context.Channel + context.Fid[..1], Fid = context.Fid[1..] },
    ];
}
