using FLChain.Core.Events;

namespace FLChain.Chaincode.Federation;

/// <summary>PublishModel: a qualified trainer describes a model and recruits members for its federation.</summary>
internal static class Publication
{
    private const int MaxNameLength = 100;
    private const int MaxDescriptionLength = 1_000;

    public static async Task<ModelRecord> RunAsync(LedgerContext context, PublishModel request)
    {
        var policy = await context.PolicyAsync();
        var publisher = (await context.RequireQualifiedAsync()).DpId;
        RequireSound(request, policy, context.Now);
        Rule.Require(!await context.ExistsAsync(Keys.Model(request.Fid)), ErrorCodes.FidTaken, $"there is a model {request.Fid} already");
        var recruiting = await context.ListAsync<RecruitingEntry>(Keys.RecruitingModels, policy.MaxRecruiting);
        Rule.Require(recruiting.Count < policy.MaxRecruiting, ErrorCodes.TooMany, $"{policy.MaxRecruiting} models recruit already");
        Rule.Require(
            recruiting.Count(entry => string.Equals(entry.Publisher, publisher, StringComparison.Ordinal)) < PolicyRules.MaxRecruitingOfOne,
            ErrorCodes.TooMany,
            $"{PolicyRules.MaxRecruitingOfOne} models of the caller recruit already");

        var model = New(request, context);
        await context.PutAsync(Keys.Model(model.Fid), model);
        await context.PutAsync(Keys.Recruiting(model.Fid), new RecruitingEntry(model.Fid, publisher));
        context.Emit(
            TransactionNames.Federation.Contract,
            TransactionNames.Federation.PublishModel,
            new LedgerEvent(Fid: model.Fid, Author: context.Caller.PartyId));
        return model;
    }

    private static void RequireSound(PublishModel request, Policy policy, long now)
    {
        Rule.RequireFid(request.Fid);
        Rule.RequireText(request.Title, 1, MaxNameLength, "the title");
        Rule.RequireText(request.Description, 0, MaxDescriptionLength, "the description");
        Rule.RequireText(request.Task, 0, MaxNameLength, "the task");
        Rule.RequireText(request.Metric, 0, MaxNameLength, "the metric");
        if (TermsRules.FirstBroken(request.Terms, policy) is { } broken) throw new ContractException(ErrorCodes.BadTerms, broken);
        Rule.Require(
            request.RecruitUntil > now && request.RecruitUntil <= now + (policy.MaxPhaseSeconds * 1000L),
            ErrorCodes.BadTerms,
            $"recruitment ends within {policy.MaxPhaseSeconds} seconds from now");
    }

    private static ModelRecord New(PublishModel request, LedgerContext context) => new(
        Fid: request.Fid,
        Title: request.Title,
        Description: request.Description,
        Task: request.Task,
        Metric: request.Metric,
        Publisher: context.Caller.PartyId,
        Terms: request.Terms,
        RecruitUntil: request.RecruitUntil,
        Dps: [],
        Samples: [],
        Price: 0,
        Establishing: true,
        Stage: ModelStage.Recruiting,
        Status: ModelStatus.Unavailable,
        StageSince: context.Now,
        Active: [],
        Artifact: null,
        RatedUntil: 0,
        Version: 1,
        PreviousTx: string.Empty,
        Tx: context.Tx);
}
