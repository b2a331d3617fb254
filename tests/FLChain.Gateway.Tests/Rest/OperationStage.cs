using FLChain.Core.Policies;
using FLChain.Core.Requests;
using FLChain.Cryptography.Envelopes;
using FLChain.EndToEnd.Tests.Market;
using FLChain.Gateway.Tests.World;
using FLChain.Gateway.Users;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>Brings the world to where an operation can be tried.</summary>
internal sealed class OperationStage(GatewayWorld world)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    public GatewayWorld World => world;

    public string Trainer => world.Federation.Members[0].DpId;

    public string Partner => world.Federation.Members[1].DpId;

    /// <summary>A user with an identity and money of its own.</summary>
    public async Task<(HttpClient Client, string Party)> NewUserAsync(Role roles)
    {
        var name = world.NewName("user");
        var user = world.AddUser(name, roles, world.Issue(name));
        await world.FundAsync(user.PartyId, 5_000_000);
        return (world.Client(name), user.PartyId);
    }

    /// <summary>A registered trainer of no federation.</summary>
    public async Task<(HttpClient Client, string Party)> NewTrainerAsync()
    {
        var trainer = await NewUserAsync(Role.Trainer);
        await trainer.Client.PostOkAsync("/v1/trainers", Registration);
        return trainer;
    }

    public static object Registration
    {
        get
        {
            using var key = EnvelopeKey.Generate();
            return new { encryptionKey = key.PublicKey, dr = new { features = 7, samples = 1_000, labels = 5, description = "numbers" } };
        }
    }

    /// <summary>A model that recruits, published by the trainer.</summary>
    public async Task<string> NewModelAsync()
    {
        var fid = world.NewName("flm-new");
        await world.Trainer.PostOkAsync("/v1/models", Publication(fid));
        return fid;
    }

    public object Publication(string fid) =>
        new PublishModel(fid, "Another", "Numbers", "classification", "accuracy", world.Federation.Shape.Terms, DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds());

    /// <summary>A purchase by Alice.</summary>
    public async Task<(string Place, EnvelopeKey Key)> PurchaseAsync()
    {
        var key = EnvelopeKey.Generate();
        var bought = await world.Alice.PostOkAsync($"/v1/models/{GatewayWorld.Fid}/purchases", new { buyerKey = key.PublicKey, maxPrice = 5_000 });
        return ($"/v1/purchases/{GatewayWorld.Fid}/{bought.Text("transactionId")}", key);
    }

    /// <summary>A purchase by Alice that the federation has delivered.</summary>
    public async Task<(string Place, EnvelopeKey Key)> DeliveredAsync()
    {
        var purchase = await PurchaseAsync();
        await using var selling = new Selling([world.Federation.Members[0]]);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while ((await world.Alice.GetOkAsync(purchase.Place)).GetProperty("record").Text("state") == "paid") await Task.Delay(20, limit.Token);
        return purchase;
    }

    /// <summary>A purchase by Alice that she has confirmed.</summary>
    public async Task<string> ConfirmedAsync()
    {
        var (place, _) = await DeliveredAsync();
        await world.Alice.PostOkAsync(place + "/confirmation", null);
        return place;
    }

    /// <summary>An accusation by Bob against a new trainer.</summary>
    public async Task<(string Place, HttpClient Accused)> AccusationAsync()
    {
        var accused = await NewTrainerAsync();
        var made = await world.Bob.PostOkAsync("/v1/accusations", AccusationOf(accused.Party));
        return ($"/v1/accusations/{made.Text("transactionId")}", accused.Client);
    }

    public static object AccusationOf(string accused) => new { accused, claim = "Its data are not its own.", evidenceDigest = new string('e', 128) };

    /// <summary>An accusation on which the authority has found the accused guilty.</summary>
    public async Task<(string Place, HttpClient Accused)> JudgedAsync()
    {
        var accusation = await AccusationAsync();
        await world.Authority.PostOkAsync(accusation.Place + "/judgments", await JudgmentAsync(accusation.Place));
        return accusation;
    }

    /// <summary>A judgment that waits for the signature that the gateway adds.</summary>
    public async Task<object> JudgmentAsync(string place)
    {
        var draft = await world.Authority.PostOkAsync(place + "/judgment-drafts", new { verdict = "guilty", findings = "As the evidence shows." });
        return new { judgment = draft.GetProperty("judgment") };
    }

    /// <summary>A trainer that can join one more federation.</summary>
    public async Task<HttpClient> FreeTrainerAsync()
    {
        var (client, party) = await NewTrainerAsync();
        await client.PostOkAsync($"/v1/accounts/deposit:{party}/deposits", new { amount = 2_000_000 });
        return client;
    }

    /// <summary>The policy in force.</summary>
    public Task<Policy> PolicyAsync() => world.Federation.Ledger.PolicyAsync(CancellationToken.None);

    /// <summary>Does something while the policy is another.</summary>
    public async Task<T> UnderAsync<T>(Func<Policy, Policy> change, Func<Task<T>> action)
    {
        var before = await PolicyAsync();
        await world.Federation.Authority.SetPolicyAsync(change(before));
        try
        {
            return await action();
        }
        finally
        {
            await world.Federation.Authority.SetPolicyAsync(before);
        }
    }

    /// <summary>Waits until a deadline of a second has passed.</summary>
    public static Task DeadlineAsync() => Task.Delay(Moment + TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
}
