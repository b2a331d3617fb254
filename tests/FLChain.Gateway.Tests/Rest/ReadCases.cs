using FLChain.Gateway.Tests.World;
using FLChain.Gateway.Users;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Operations that read.</summary>
internal static class ReadCases
{
    private static readonly string Model = $"/v1/models/{GatewayWorld.Fid}";

    public static IReadOnlyList<OperationCase> All { get; } =
    [
        Open("ListModels", "/v1/models"),
        Open("GetModel", Model),
        Open("ListModelVersions", Model + "/versions"),
        Open("ListIterations", Model + "/training"),
        Open("ListIntentions", Model + "/intentions"),
        Open("ListEvaluations", Model + "/evaluations"),
        Open("ListFaults", Model + "/faults"),
        Open("ListTrainers", "/v1/trainers"),
        new("GetTrainer", stage => Task.FromResult(Of(stage, $"/v1/trainers/{stage.Trainer}"))),
        new("ListTrainerVersions", stage => Task.FromResult(Of(stage, $"/v1/trainers/{stage.Trainer}/versions"))),
        new("ListFederations", stage => Task.FromResult(Of(stage, $"/v1/trainers/{stage.Trainer}/federations"))),
        Open("GetPolicy", "/v1/policy"),
        Open("ListPolicyVersions", "/v1/policy/versions"),
        Open("GetStatus", "/v1/status"),
        Open("GetModelStatus", $"/v1/status/{GatewayWorld.Fid}"),
        Open("StreamEvents", "/v1/events"),
        Open("ListBlocks", "/v1/audit/blocks"),
        Open("GetBlock", "/v1/audit/blocks/1"),
        new("GetTransaction", TransactionAsync),
        Open("GetIteration", $"/v1/audit/iterations/{GatewayWorld.Fid}/1"),
        Open("ProveModel", $"/v1/audit/proofs/models/{GatewayWorld.Fid}"),
        new("ProveTrainer", stage => Task.FromResult(Of(stage, $"/v1/audit/proofs/trainers/{stage.Trainer}"))),
        Open("ListRoots", "/v1/audit/roots"),
        Open("GetConservation", "/v1/audit/conservation"),
        Open("ListReports", "/v1/reports?state=false&kind=incorrectGradient&sort=-at"),
        new("GetReport", async stage => Of(stage, await CourtCases.FalseReportAsync(stage))),
        Open("ListAccusations", "/v1/accusations?open=true&sort=deadline"),
        new("GetAccusation", async stage => Of(stage, (await stage.AccusationAsync()).Place)),
        new("ListAccusationVersions", async stage => Of(stage, (await stage.AccusationAsync()).Place + "/versions")),
        Open("ListDisputes", "/v1/disputes?open=true&state=opening"),
        new(
            "GetAccount",
            stage => Task.FromResult(new SampleRequest(stage.World.Alice, $"/v1/accounts/party:{stage.World.PartyOf("alice")}")),
            stage => Task.FromResult(new SampleRequest(stage.World.Bob, $"/v1/accounts/party:{stage.World.PartyOf("alice")}"))),
        new(
            "GetStatement",
            stage => Task.FromResult(new SampleRequest(stage.World.Alice, $"/v1/accounts/party:{stage.World.PartyOf("alice")}/statement")),
            stage => Task.FromResult(new SampleRequest(stage.World.Bob, $"/v1/accounts/deposit:{stage.Trainer}/statement"))),
        Open("ListPurchases", "/v1/purchases"),
        new("GetPurchase", async stage => Of(stage, (await stage.PurchaseAsync()).Place), async stage => new SampleRequest(stage.World.Bob, (await stage.PurchaseAsync()).Place)),
        new("GetArtifact", ArtifactAsync, async stage => new SampleRequest((await stage.NewUserAsync(Role.Buyer)).Client, Model + "/artifact")),
        Open("GetMe", "/v1/me"),
        new("ListUsers", stage => Task.FromResult(new SampleRequest(stage.World.Admin, "/v1/users"))),
    ];

    private static OperationCase Open(string operation, string path) => new(operation, stage => Task.FromResult(Of(stage, path)));

    private static SampleRequest Of(OperationStage stage, string path) => new(stage.World.Alice, path);

    private static async Task<SampleRequest> TransactionAsync(OperationStage stage)
    {
        var model = await stage.World.Alice.GetOkAsync(Model);
        return Of(stage, $"/v1/audit/transactions/{model.GetProperty("model").Text("tx")}");
    }

    private static async Task<SampleRequest> ArtifactAsync(OperationStage stage)
    {
        var request = await MarketCases.ArtifactAsync(stage);
        using var stored = await request.SendAsync("PUT", null);
        Assert.True(stored.IsSuccessStatusCode);
        return new SampleRequest(stage.World.Trainer, Model + "/artifact");
    }
}
