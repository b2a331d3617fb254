using System.Diagnostics.CodeAnalysis;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Chaincode.Infrastructure;

/// <summary>Conditions that every contract checks: one that does not hold ends the transaction.</summary>
internal static class Rule
{
    public static void Require([DoesNotReturnIf(false)] bool holds, string code, string text)
    {
        if (!holds) throw new ContractException(code, text);
    }

    /// <summary>A new model's id is a slug.</summary>
    public static void RequireFid(string fid) =>
        Require(Naming.IsFid(fid), ErrorCodes.BadArgument, "a model's id is 3 to 64 lower-case letters, digits and inner hyphens, a letter first");

    /// <summary>Text for people: within its length, one line, without control characters.</summary>
    public static void RequireText(string text, int least, int most, string what) =>
        Require(
            text.Length >= least && text.Length <= most && !text.Any(char.IsControl),
            ErrorCodes.BadArgument,
            $"{what} has {least} to {most} characters, none of them a control character");

    /// <summary>A public key for sealed envelopes.</summary>
    public static void RequireP256(ReadOnlySpan<byte> subjectPublicKeyInfo, string what) =>
        Require(SealedEnvelope.IsRecipientKey(subjectPublicKeyInfo), ErrorCodes.BadArgument, $"{what} is not the SubjectPublicKeyInfo of a P-256 key");
}
