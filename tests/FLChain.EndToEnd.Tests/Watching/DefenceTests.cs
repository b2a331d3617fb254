using FLChain.Core;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Misbehavior;

namespace FLChain.EndToEnd.Tests.Watching;

/// <summary>An honest member whose share is challenged.</summary>
public sealed class DefenceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnswerAsync_ChallengeOfOnesOwnShare_IsAnsweredOnceByItsAuthor()
    {
        await using var world = await TestFederation.FormAsync(Watch.Shape());
        await world.TrainAllAsync(upTo: 1);
        var author = (await world.RoundAsync(1)).Shares[0].Author;
        var accused = world.Members.First(member => member.DpId == author);
        var reporter = world.Members.First(member => member.DpId != author);
        var report = await world.LedgerOf(reporter.OptionsFile).SubmitAsync<ReportRecord>(
            TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.Report,
            new ReportMisbehavior(FaultKind.IncorrectShare, FederationShape.Fid, 1, author, new byte[32]), null, Token);
        Assert.Equal(ReportState.Challenged, report.State);
        var before = await world.BalanceAsync(reporter.DpId);

        Assert.Equal(0, await (await DefenceOfAsync(world, reporter)).AnswerAsync(Token));
        var defence = await DefenceOfAsync(world, accused);
        Assert.Equal(1, await defence.AnswerAsync(Token));
        Assert.Equal(0, await defence.AnswerAsync(Token));

        Assert.Equal(ReportState.Answered, (await world.Ledger.ReportAsync(report.ReportId, Token)).State);
        Assert.Equal(before + report.Fee, await world.BalanceAsync(reporter.DpId));
        Assert.Empty(await world.Ledger.FaultsAsync(FederationShape.Fid, Token));
        Assert.Equal(TrainerStatus.Qualified, (await world.TrainerAsync(author)).Status);
    }

    private static async Task<Defence> DefenceOfAsync(TestFederation world, TestMember member)
    {
        using var secrets = await DealtToMember.OpenAsync(world, member);
        using var key = secrets.GroupKey.DeriveShareKey(FederationShape.Fid, 1, 1, member.DpId);
        var share = key.Export();
        return new Defence(world.LedgerOf(member.OptionsFile), FederationShape.Fid, _ => share);
    }
}
