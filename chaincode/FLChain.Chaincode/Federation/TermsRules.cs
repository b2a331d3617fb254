using FLChain.Chaincode.Infrastructure;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Chaincode.Federation;

/// <summary>What the terms of a federation must keep: the policy's limits, and those of the cryptography.</summary>
internal static class TermsRules
{
    private const int MaxModelDescriptionLength = 200;
    private const int ModulusStepBits = 64;

    // Header, proof and the seal of a share vector, with room to spare.
    private const int PayloadOverheadBytes = 16 * 1024;

    /// <summary>The first rule that the terms break, in words, or null.</summary>
    public static string? FirstBroken(Terms terms, Policy policy)
    {
        Rule.RequireText(terms.ModelDescription, 1, MaxModelDescriptionLength, "the description of the architecture");
        return Members(terms, policy) ?? Training(terms, policy) ?? Masking(terms, policy) ?? Deadlines(terms, policy);
    }

    private static string? Members(Terms terms, Policy policy)
    {
        var most = Math.Min(policy.MaxTrainers, SecurityParameters.MaximumTrainers);
        if (terms.MinTrainers < policy.MinContributors) return $"the fewest trainers are at least {policy.MinContributors}";
        if (terms.MaxTrainers < terms.MinTrainers || terms.MaxTrainers > most) return $"the most trainers are the fewest to {most}";
        return terms.Threshold < 2 || terms.Threshold > terms.MinTrainers ? "the threshold is 2 to the fewest trainers" : null;
    }

    private static string? Training(Terms terms, Policy policy)
    {
        if (terms.Iterations < 1 || terms.Iterations > policy.MaxIterations) return $"iterations are 1 to {policy.MaxIterations}";
        if (terms.ParameterCount < 1 || terms.ParameterCount > policy.MaxParameters) return $"parameters are 1 to {policy.MaxParameters}";
        if (terms.ClipMicros < 1) return "the clipping bound is above 0";
        if (terms.QuantizationBits is < 8 or > 24) return "a gradient component has 8 to 24 bits";
        return terms.LearningRatePpm < 1 ? "the learning rate is above 0" : null;
    }

    private static string? Masking(Terms terms, Policy policy)
    {
        if (!string.Equals(terms.Masking, PaillierMasking.SchemeName, StringComparison.Ordinal)) return $"the masking scheme is {PaillierMasking.SchemeName}";
        if (terms.ModulusBits < policy.MinModulusBits || terms.ModulusBits > SecurityParameters.MaximumModulusBits || terms.ModulusBits % ModulusStepBits != 0)
            return $"the modulus has {policy.MinModulusBits} to {SecurityParameters.MaximumModulusBits} bits, in steps of {ModulusStepBits}";

        // A vector that no transaction may carry would let a federation form that can never train.
        var ciphertexts = new PackingLayout(terms.QuantizationBits, terms.MaxTrainers, terms.ModulusBits, terms.ParameterCount).PlaintextCount;
        var bytes = ((long)ciphertexts * (terms.ModulusBits / 4)) + PayloadOverheadBytes;
        return bytes > policy.MaxPayloadBytes || ciphertexts > 1 << SecurityParameters.VectorLengthBits
            ? $"a masked gradient would have {ciphertexts} ciphertexts and {bytes} bytes, of {1 << SecurityParameters.VectorLengthBits} and {policy.MaxPayloadBytes} allowed"
            : null;
    }

    private static string? Deadlines(Terms terms, Policy policy)
    {
        int[] deadlines = [terms.PreparationSeconds, terms.GradientSeconds, terms.AggregateSeconds, terms.ShareSeconds, terms.FinishSeconds];
        return deadlines.All(seconds => seconds >= policy.MinPhaseSeconds && seconds <= policy.MaxPhaseSeconds)
            ? null
            : $"every phase lasts {policy.MinPhaseSeconds} to {policy.MaxPhaseSeconds} seconds";
    }
}
