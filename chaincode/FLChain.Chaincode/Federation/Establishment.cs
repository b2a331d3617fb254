using FLChain.Chaincode.Misbehavior;
using FLChain.Chaincode.Training;
using FLChain.Core.Events;

namespace FLChain.Chaincode.Federation;

/// <summary>
/// Establish: Algorithm 1 over all models whose recruitment has ended, because its time is over or because it has as
/// many intentions as members. A model that finds its fewest trainers goes on to preparation; one that does not is
/// halted and its intention fees are given back.
/// </summary>
internal static class Establishment
{
    // PolicyRules allows no policy with more models or intentions than this, and neither outlives the policy that let it in.
    private const int MaxEntries = 10_000;

    public static async Task<IReadOnlyList<ModelRecord>> RunAsync(LedgerContext context)
    {
        var policy = await context.PolicyAsync();
        var ended = await EndedAsync(context, policy);
        Rule.Require(ended.Count > 0, ErrorCodes.NothingToEstablish, "no model's recruitment has ended");
        var trainers = await EligibleAsync(context, ended);
        var members = new FederationFormation(policy, ended, trainers).Form();

        var payments = new Payments(context);
        var models = ended
            .Select(recruitment => members.TryGetValue(recruitment.Model.Fid, out var dps)
                ? Formed(context, recruitment, [.. dps.Select(dpId => trainers[dpId])], Math.Min(policy.ModelFee, recruitment.FeesOf(dps)), payments)
                : Halted(context, recruitment, payments))
            .ToArray();
        await payments.CommitAsync();
        await WriteAsync(context, models, trainers);
        context.Emit(
            TransactionNames.Federation.Contract,
            TransactionNames.Federation.Establish,
            new LedgerEvent(Fid: models.Length == 1 ? models[0].Fid : null, Reference: string.Join(' ', models.Select(model => model.Fid))));
        return models;
    }

    private static async Task<List<Recruitment>> EndedAsync(LedgerContext context, Policy policy)
    {
        var ended = new List<Recruitment>();
        foreach (var reference in await context.ListAsync<RecruitingEntry>(Keys.RecruitingModels, MaxEntries))
        {
            var model = await context.ModelAtAsync(reference.Fid, ModelStage.Recruiting);
            var intentions = await context.ListAsync<IntentionRecord>(Keys.Intentions(model.Fid), MaxEntries);
            if (new Deadline(model.RecruitUntil).HasPassed(context.Now, policy) || intentions.Count >= model.Terms.MaxTrainers) ended.Add(new Recruitment(model, intentions));
        }

        return ended;
    }

    // Between its intention and now a trainer may have been suspended, have withdrawn its deposit or have become unavailable.
    private static async Task<SortedDictionary<string, TrainerRecord>> EligibleAsync(LedgerContext context, IEnumerable<Recruitment> ended)
    {
        var eligible = new SortedDictionary<string, TrainerRecord>(StringComparer.Ordinal);
        var dpIds = ended.SelectMany(recruitment => recruitment.Intentions).Select(intention => intention.DpId);
        foreach (var dpId in dpIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var trainer = await context.TrainerAsync(dpId);
            if (trainer is { Status: TrainerStatus.Qualified, Available: true } && await Liability.CoversOneMoreAsync(context, trainer))
                eligible.Add(dpId, trainer with { Engagements = await Liability.EngagementsAsync(context, trainer) });
        }

        return eligible;
    }

    // f_FLM is taken out of the members' own intention fees. A policy that was changed meanwhile may ask for more than
    // those were: then for no more than they were, since a federation cannot owe.
    private static ModelRecord Formed(LedgerContext context, Recruitment recruitment, IReadOnlyList<TrainerRecord> members, long modelFee, Payments payments)
    {
        var model = recruitment.Model;
        string[] dps = [.. members.Select(member => member.DpId)];
        payments.Pay(AccountName.Federation(model.Fid), AccountName.Public, modelFee, PaymentEvent.RegisterModel, model.Fid);
        return model.Next(context) with
        {
            Dps = dps,
            Samples = [.. members.Select(member => member.Dr.Samples)],
            Price = recruitment.MeanPriceOf(dps),
            Establishing = false,
            Stage = ModelStage.Preparing,
            StageSince = Math.Max(context.Now, recruitment.Intentions.Max(intention => intention.At)),
        };
    }

    private static ModelRecord Halted(LedgerContext context, Recruitment recruitment, Payments payments)
    {
        var model = recruitment.Model;
        foreach (var intention in recruitment.Intentions)
            payments.Pay(AccountName.Federation(model.Fid), AccountName.Party(intention.DpId), intention.Fee, PaymentEvent.IntentionRefund, model.Fid);
        return model.Next(context) with { Establishing = false, Stage = ModelStage.Halted, StageSince = context.Now };
    }

    private static async Task WriteAsync(LedgerContext context, IEnumerable<ModelRecord> models, SortedDictionary<string, TrainerRecord> trainers)
    {
        foreach (var model in models)
        {
            await context.PutAsync(Keys.Model(model.Fid), model);
            await context.DeleteAsync(Keys.Recruiting(model.Fid));
            foreach (var dpId in model.Dps)
            {
                var trainer = trainers[dpId];
                var engaged = trainer.Next(context) with { Flms = [.. trainer.Flms, model.Fid], Engagements = [.. trainer.Engagements, model.Fid] };
                await context.PutAsync(Keys.Trainer(dpId), engaged);
            }
        }
    }
}
