using FLChain.Chaincode.Tests.Market;
using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>What makes a judgment one: k of m judges, these very bytes, this accusation.</summary>
public sealed class SignatureTests
{
    [Fact]
    public async Task Judge_ForgedOrTooFewSignatures_IsRefused()
    {
        using var court = await Court.OpenAsync(needed: 2);
        var accusation = await court.AccuseAsync();
        var judgment = court.Guilty(accusation);
        var signed = court.Signed(judgment, 0, 2);
        using var stranger = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        await RefusedAsync(court, signed with { Signatures = [] });
        await RefusedAsync(court, court.Signed(judgment, 0));
        await RefusedAsync(court, court.Signed(judgment, 0, 0));
        await RefusedAsync(court, signed with { Signatures = [signed.Signatures[0], Court.Signature(stranger, judgment)] });
        await RefusedAsync(court, signed with { Signatures = [signed.Signatures[0], signed.Signatures[1] with { Signature = [.. signed.Signatures[1].Signature[..^1], 0] }] });
        await RefusedAsync(court, signed with { Signatures = [signed.Signatures[0], signed.Signatures[1] with { Signature = [] }] });
        await RefusedAsync(court, signed with { Signatures = [signed.Signatures[0], signed.Signatures[1] with { Signature = signed.Signatures[0].Signature }] });
        await RefusedAsync(court, signed with { Judgment = judgment with { Findings = "Other findings." } });
        await RefusedAsync(court, signed with { Judgment = judgment with { DecidedAt = judgment.DecidedAt + 1 } });
        Assert.Equal(AccusationState.Settled, (await court.JudgeAsync(judgment, 2, 1)).State);
    }

    [Fact]
    public async Task Judge_OfAnotherAccusation_CannotBeReplayed()
    {
        using var court = await Court.OpenAsync();
        var first = await court.AccuseAsync();
        var judgment = court.Signed(court.Dismissed(first));
        await court.Ledger.SubmitAsync(court.World.Authority, Names.Contract, Names.Judge, judgment);
        await court.RefusedAsync(ErrorCodes.WrongReportState, court.World.Authority, Names.Judge, judgment);
        var second = await court.AccuseAsync();
        await RefusedAsync(court, judgment with { Judgment = judgment.Judgment with { ReportId = second.ReportId } });
    }

    [Fact]
    public async Task Judge_DocumentThatDoesNotFit_IsRefused()
    {
        using var court = await Court.OpenAsync();
        var accusation = await court.AccuseAsync();
        var judgment = court.Guilty(accusation);
        await UnfitAsync(court, ErrorCodes.BadJudgment, judgment with { Instance = 2 });
        await UnfitAsync(court, ErrorCodes.BadJudgment, judgment with { ClaimDigest = Naming.Digest([1]) });
        await UnfitAsync(court, ErrorCodes.BadJudgment, judgment with { Models = [] });
        await UnfitAsync(court, ErrorCodes.BadJudgment, judgment with { Models = [new("flm-x", true)] });
        await UnfitAsync(court, ErrorCodes.BadJudgment, judgment with { Verdict = Verdict.Dismissed });
        await UnfitAsync(court, ErrorCodes.BadJudgment, judgment with { DecidedAt = accusation.At - 900_001 });
        await UnfitAsync(court, ErrorCodes.BadJudgment, judgment with { DecidedAt = court.Ledger.Now + 900_001 });
        await UnfitAsync(court, ErrorCodes.BadArgument, judgment with { Findings = string.Empty });
        await UnfitAsync(court, ErrorCodes.NoReport, judgment with { ReportId = accusation.EvidenceDigest });
    }

    [Fact]
    public async Task Judge_NoJudgesNamed_TheAuthoritysKeyAloneJudges()
    {
        using var court = await Court.OpenAsync();
        using var authority = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        await court.World.SetPolicyAsync(court.Policy with { JudgeKeys = [], AuthorityKey = authority.ExportSubjectPublicKeyInfo() });
        var accusation = await court.AccuseAsync();
        var judgment = court.Dismissed(accusation);
        await RefusedAsync(court, court.Signed(judgment, 0));
        var signed = new SubmitJudgment(judgment, [Court.Signature(authority, judgment)]);
        await court.Ledger.SubmitAsync(court.Reporter, Names.Contract, Names.Judge, signed);
    }

    [Fact]
    public async Task SetPolicy_JudgeWithoutAP256Key_IsRefused()
    {
        using var court = await Court.OpenAsync();
        await court.Ledger.RefusedAsync(
            ErrorCodes.BadArgument, court.World.Authority, TransactionNames.Registry.Contract, TransactionNames.Registry.SetPolicy,
            MarketWorld.Policy with { JudgeKeys = [[1, 2, 3]] });
    }

    private static Task<string> RefusedAsync(Court court, SubmitJudgment request) =>
        court.RefusedAsync(ErrorCodes.BadSignatures, court.World.Authority, Names.Judge, request);

    private static Task<string> UnfitAsync(Court court, string code, Judgment judgment) =>
        court.RefusedAsync(code, court.World.Authority, Names.Judge, court.Signed(judgment));
}
