using FLChain.Gateway.Tests.World;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Operations of those who report, are reported, and judge.</summary>
internal static class CourtCases
{
    public static IReadOnlyList<OperationCase> All { get; } =
    [
        new("ReportMisbehavior", stage => Task.FromResult(new SampleRequest(stage.World.Bob, "/v1/reports", FalseReport(stage)))),
        new("AccuseTrainer", async stage => new SampleRequest(stage.World.Bob, "/v1/accusations", OperationStage.AccusationOf((await stage.NewTrainerAsync()).Party))),
        new("OpenInspection", stage => Task.FromResult(new SampleRequest(stage.World.Bob, "/v1/accusations/inspections", stage.World.NextInspection()))),
        new("DraftJudgment", async stage => new SampleRequest(
            stage.World.Authority, (await stage.AccusationAsync()).Place + "/judgment-drafts", new { verdict = "dismissed", findings = "Nothing was shown." })),
        new("SubmitJudgment", SubmitJudgmentAsync),
        new(
            "AppealJudgment",
            AppealAsync,
            async stage => new SampleRequest(stage.World.Bob, (await stage.JudgedAsync()).Place + "/appeal")),
        new("SettleJudgment", SettleJudgmentAsync),
    ];

    /// <summary>A report whose evidence does not hold.</summary>
    public static async Task<string> FalseReportAsync(OperationStage stage)
    {
        var made = await stage.World.Bob.PostOkAsync("/v1/reports", FalseReport(stage));
        Assert.Equal("false", made.GetProperty("result").Text("state"));
        return $"/v1/reports/{made.Text("transactionId")}";
    }

    private static object FalseReport(OperationStage stage) => new { kind = "incorrectGradient", fid = GatewayWorld.Fid, iteration = 1, accused = stage.Partner };

    private static async Task<SampleRequest> SubmitJudgmentAsync(OperationStage stage)
    {
        var (place, _) = await stage.AccusationAsync();
        return new SampleRequest(stage.World.Authority, place + "/judgments", await stage.JudgmentAsync(place));
    }

    private static async Task<SampleRequest> AppealAsync(OperationStage stage)
    {
        var (place, accused) = await stage.JudgedAsync();
        return new SampleRequest(accused, place + "/appeal");
    }

    private static async Task<SampleRequest> SettleJudgmentAsync(OperationStage stage)
    {
        var (place, _) = await stage.UnderAsync(policy => policy with { JudgmentSeconds = 1 }, stage.AccusationAsync);
        await OperationStage.DeadlineAsync();
        return new SampleRequest(stage.World.Bob, place + "/settlement");
    }
}
