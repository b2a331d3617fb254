using System.Security.Cryptography;

namespace FLChain.Chaincode.Misbehavior;

/// <summary>When a judgment is one: it fits the accusation, and enough of the policy's judges signed these very bytes.</summary>
internal static class JudgmentRules
{
    private const int MaxFindingsLength = 4_000;
    private const int SignatureBytes = 64;

    // Judges' clocks are not the ledger's.
    private const long ToleranceMilliseconds = 15 * 60 * 1000L;

    public static void RequireFits(Judgment judgment, AccusationRecord accusation, int instance, long now)
    {
        Rule.RequireText(judgment.Findings, 1, MaxFindingsLength, "the findings");
        Require(judgment.Instance == instance, $"the judgment that is due is of instance {instance}");
        Require(
            string.Equals(judgment.ClaimDigest, JudgmentForm.ClaimDigest(accusation.Claim), StringComparison.Ordinal),
            "the judgment is of another claim");
        Require(
            judgment.DecidedAt >= accusation.At - ToleranceMilliseconds && judgment.DecidedAt <= now + ToleranceMilliseconds,
            "the judgment was decided before the accusation, or will be after now");
        var judged = judgment.Verdict == Verdict.Guilty ? accusation.Models : [];
        Require(
            judgment.Models.Select(model => model.Fid).SequenceEqual(judged, StringComparer.Ordinal),
            "a verdict of guilty says of each model of the accusation, in its order, whether it is legal; a dismissal of none");
    }

    public static void RequireSigned(SubmitJudgment request, Policy policy, string channel)
    {
        var judges = (policy.JudgeKeys.Count > 0 ? policy.JudgeKeys : [policy.AuthorityKey]).Select(Convert.ToHexString).ToArray();
        var signed = request.Signatures.Select(signature => Convert.ToHexString(signature.Key)).ToArray();
        RequireSignature(request.Signatures.Count >= policy.JudgesNeeded && request.Signatures.Count <= PolicyRules.MaxJudges, $"a judgment has {policy.JudgesNeeded} signatures");
        RequireSignature(signed.Distinct(StringComparer.Ordinal).Count() == signed.Length, "a judge signs once");
        RequireSignature(signed.All(key => judges.Contains(key, StringComparer.Ordinal)), "a signature is of nobody whom the policy names a judge");
        var document = JudgmentForm.Encode(channel, request.Judgment);
        foreach (var signature in request.Signatures) RequireSignature(Verifies(signature, document), "a signature does not verify");
    }

    private static bool Verifies(JudgeSignature signature, byte[] document)
    {
        if (signature.Signature.Length != SignatureBytes) return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(signature.Key, out _);
        return key.VerifyData(document, signature.Signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static void Require(bool holds, string text) => Rule.Require(holds, ErrorCodes.BadJudgment, text);

    private static void RequireSignature(bool holds, string text) => Rule.Require(holds, ErrorCodes.BadSignatures, text);
}
