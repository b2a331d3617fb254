using FLChain.Cryptography.Envelopes;
using FLChain.Gateway.Tests.World;
using FLChain.Gateway.Users;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Operations about users, sessions and their own keys.</summary>
internal static class SessionCases
{
    public static IReadOnlyList<OperationCase> All { get; } =
    [
        new("CreateToken", stage => Task.FromResult(new SampleRequest(stage.World.Anyone, "/v1/tokens", new { name = "alice", password = GatewayWorld.Password }))),
        new("SignIn", stage => Task.FromResult(new SampleRequest(stage.World.Anyone, "/v1/session", new { name = "alice", password = GatewayWorld.Password }))),
        new("SignOut", async stage => new SampleRequest((await stage.NewUserAsync(Role.Buyer)).Client, "/v1/session")),
        new("ChangePassword", async stage => new SampleRequest(
            (await stage.NewUserAsync(Role.Buyer)).Client, "/v1/me/password", new { password = GatewayWorld.Password, newPassword = "another password" })),
        new("SetJudgeKey", stage => Task.FromResult(new SampleRequest(stage.World.Authority, "/v1/me/judge-key", new { privateKey = stage.World.JudgeKeyPem }))),
        new("RemoveJudgeKey", async stage => new SampleRequest((await stage.NewUserAsync(Role.Authority)).Client, "/v1/me/judge-key")),
        new("InviteUser", stage => Task.FromResult(new SampleRequest(stage.World.Admin, "/v1/invitations", Invitation(stage)))),
        new("AcceptInvitation", async stage => new SampleRequest(
            stage.World.Anyone,
            "/v1/invitations/acceptance",
            new { token = (await stage.World.Admin.PostOkAsync("/v1/invitations", Invitation(stage))).Text("token"), password = GatewayWorld.Password })),
        new("SetAccess", SetAccessAsync),
        new("PrepareProposal", stage => Task.FromResult(new SampleRequest(stage.World.Alice, "/v1/transactions/proposals", Proposal()))),
        new("EndorseProposal", EndorseAsync, async stage => (await EndorseAsync(stage)) with { Client = stage.World.Bob, Status = System.Net.HttpStatusCode.BadRequest, Code = "GW0001" }),
        new("SubmitTransaction", SubmitAsync, async stage => (await SubmitAsync(stage)) with { Client = stage.World.Bob, Status = System.Net.HttpStatusCode.BadRequest, Code = "GW0001" }),
    ];

    private static object Invitation(OperationStage stage) => new { name = stage.World.NewName("guest"), roles = new[] { "buyer" } };

    private static object Proposal()
    {
        using var key = EnvelopeKey.Generate();
        return new { contract = "incentive", transaction = "Purchase", request = new { maxPrice = 5_000, fid = GatewayWorld.Fid, buyerKey = key.PublicKey } };
    }

    private static async Task<SampleRequest> SetAccessAsync(OperationStage stage)
    {
        var name = stage.World.NewName("leaves");
        stage.World.AddUser(name, Role.Buyer, stage.World.Issue(name));
        return new SampleRequest(stage.World.Admin, $"/v1/users/{name}/access", new { disabled = true });
    }

    private static async Task<SampleRequest> EndorseAsync(OperationStage stage)
    {
        var proposal = await stage.World.Alice.PostOkAsync("/v1/transactions/proposals", Proposal());
        return new SampleRequest(stage.World.Alice, "/v1/transactions/endorsements", stage.World.Sign("alice", proposal));
    }

    private static async Task<SampleRequest> SubmitAsync(OperationStage stage)
    {
        var proposal = await stage.World.Alice.PostOkAsync("/v1/transactions/proposals", Proposal());
        var endorsed = await stage.World.Alice.PostOkAsync("/v1/transactions/endorsements", stage.World.Sign("alice", proposal));
        return new SampleRequest(stage.World.Alice, "/v1/transactions/submissions", stage.World.Sign("alice", endorsed));
    }
}
