using FLChain.Gateway.Tests.World;
using FLChain.Gateway.Users;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Operations of trainers on their own records, models and deposits.</summary>
internal static class TrainerCases
{
    public static IReadOnlyList<OperationCase> All { get; } =
    [
        new("RegisterTrainer", async stage => new SampleRequest((await stage.NewUserAsync(Role.Trainer)).Client, "/v1/trainers", OperationStage.Registration)),
        OfOwn("UpdateTrainer", dpId => $"/v1/trainers/{dpId}/versions", new { dr = new { features = 7, samples = 2_000, labels = 5, description = "more numbers" } }),
        OfOwn("SetAvailability", dpId => $"/v1/trainers/{dpId}/availability", new { available = false }),
        OfOwn("Deposit", dpId => $"/v1/accounts/deposit:{dpId}/deposits", new { amount = 500 }),
        new("Withdraw", WithdrawAsync, stage => Task.FromResult(new SampleRequest(stage.World.Trainer, $"/v1/accounts/deposit:{stage.Partner}/withdrawals", new { amount = 1 }))),
        new("PublishModel", stage => Task.FromResult(new SampleRequest(stage.World.Trainer, "/v1/models", stage.Publication(stage.World.NewName("flm-new"))))),
        new("SubmitIntention", async stage => new SampleRequest(await stage.FreeTrainerAsync(), $"/v1/models/{await stage.NewModelAsync()}/intentions", Intention)),
        new("WithdrawIntention", WithdrawIntentionAsync),
    ];

    private static object Intention => new { expectedPrice = 5_000, expectedIncome = 2_000, cost = 500 };

    private static OperationCase OfOwn(string operation, Func<string, string> path, object body) => new(
        operation,
        async stage =>
        {
            var trainer = await stage.NewTrainerAsync();
            return new SampleRequest(trainer.Client, path(trainer.Party), body);
        },
        stage => Task.FromResult(new SampleRequest(stage.World.Trainer, path(stage.Partner), body)));

    private static async Task<SampleRequest> WithdrawAsync(OperationStage stage)
    {
        var (client, party) = await stage.NewTrainerAsync();
        await client.PostOkAsync($"/v1/accounts/deposit:{party}/deposits", new { amount = 500 });
        return new SampleRequest(client, $"/v1/accounts/deposit:{party}/withdrawals", new { amount = 400 });
    }

    private static async Task<SampleRequest> WithdrawIntentionAsync(OperationStage stage)
    {
        var fid = await stage.NewModelAsync();
        var trainer = await stage.FreeTrainerAsync();
        await trainer.PostOkAsync($"/v1/models/{fid}/intentions", Intention);
        return new SampleRequest(trainer, $"/v1/models/{fid}/intentions/withdrawal");
    }
}
