using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Chaincode.Federation;

/// <summary>What the terms of a federation must keep: the policy's limits, and those of the cryptography.</summary>
internal static class TermsRules
{
    private const int MaxModelDescriptionLength = 200;
    private const int ModulusStepBits = 64;

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
        if (terms.InspectionRate < policy.InspectionRate || terms.InspectionRate > Ratio.One)
            return $"the rate of inspections is {policy.InspectionRate} to {Ratio.One} parts per million";
        return terms.LearningRatePpm < 1 ? "the learning rate is above 0" : null;
    }

    private static string? Masking(Terms terms, Policy policy)
    {
        if (!MaskingSchemes.IsKnown(terms.Masking)) return $"the masking scheme is {string.Join(" or ", MaskingSchemes.Names)}";
        if (terms.ModulusBits < policy.MinModulusBits || terms.ModulusBits > SecurityParameters.MaximumModulusBits || terms.ModulusBits % ModulusStepBits != 0)
            return $"the modulus has {policy.MinModulusBits} to {SecurityParameters.MaximumModulusBits} bits, in steps of {ModulusStepBits}";

        // A vector that no transaction may carry would let a federation form that can never train.
        var layout = new PackingLayout(terms.QuantizationBits, terms.MaxTrainers, terms.ModulusBits, terms.ParameterCount);
        var size = MaskingSchemes.Measure(terms.Masking, layout);
        var bytes = Math.Max(size.MaskedBytes, Math.Max(size.AggregateBytes, size.MaxShareBytes + ShareKey.OverheadBytes));
        return bytes > policy.MaxPayloadBytes || size.Ciphertexts > 1 << SecurityParameters.VectorLengthBits
            ? $"a vector would have {size.Ciphertexts} ciphertexts and up to {bytes} bytes, of {1 << SecurityParameters.VectorLengthBits} and {policy.MaxPayloadBytes} allowed"
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
