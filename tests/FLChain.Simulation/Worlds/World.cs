using FLChain.Chaincode;
using FLChain.Core.Encoding;
using FLChain.Cryptography.Envelopes;

namespace FLChain.Simulation.Worlds;

/// <summary>
/// One federation on a ledger of its own, from the first policy to the last payment: every step is a transaction that the
/// real contracts run, and the ledger in memory checks the money after each.
/// </summary>
internal sealed class World
{
    public const long Wealth = 5_000_000;
    public const long ExpectedPrice = 5_000;

    private World(Cast cast, Policy policy, MemoryLedger ledger)
    {
        Cast = cast;
        Policy = policy;
        Ledger = ledger;
    }

    public Cast Cast { get; }

    public Policy Policy { get; }

    public MemoryLedger Ledger { get; }

    public ModelRecord Model => Read<ModelRecord>(Keys.Model(Cast.Fid))!;

    /// <summary>A federation whose keys are dealt and confirmed: the first iteration is open.</summary>
    public static async Task<World> TrainingAsync(Cast cast, Func<Policy, Policy>? change = null, bool twoEndorsers = true)
    {
        var policy = Policy.Default("AuthorityMSP", cast.Envelopes.PublicKey) with { MinModulusBits = Cast.ModulusBits, JudgeKeys = [cast.Judge.ExportSubjectPublicKeyInfo()], AppealSeconds = 0, ClockSkewSeconds = 0 };
        policy = change?.Invoke(policy) ?? policy;
        var ledger = new MemoryLedger(FLChainChaincode.Create(new ChaincodeOptions { AuthorityMsp = "AuthorityMSP" })) { TwoEndorsers = twoEndorsers };
        var world = new World(cast, policy, ledger);
        await world.FoundAsync();
        await world.FormAsync();
        await world.PrepareAsync();
        return world;
    }

    /// <summary>A world with the same past.</summary>
    public World Fork() => new(Cast, Policy, Ledger.Fork());

    /// <summary>What stands under a key, or null.</summary>
    public T? Read<T>(string key)
        where T : class => Ledger.Read<T>(key);

    /// <summary>What a party has, deposit and credits included.</summary>
    public long WealthOf(TestIdentity party) =>
        (Read<AccountRecord>(Keys.Account(party.PartyId)) is { } account ? account.Balance + account.Deposit : 0)
        + Ledger.State.Range(Keys.Credits(party.PartyId).Start, Keys.Credits(party.PartyId).End).Sum(row => CanonicalJson.Decode<CreditEntry>(row.Value.Bytes).Amount);

    /// <summary>Every line of an account's statement.</summary>
    public IEnumerable<Posting> Statement(string account) =>
        Ledger.State.Range(Keys.Postings(account).Start, Keys.Postings(account).End).Select(row => CanonicalJson.Decode<Posting>(row.Value.Bytes));

    /// <summary>What a shared account's statement adds up to.</summary>
    public long Held(string account) => Statement(account).Sum(posting => posting.Amount);

    /// <summary>Submits and commits; the contracts must accept it.</summary>
    public async Task<T> SubmitAsync<T>(TestIdentity caller, string contract, string transaction, object? request = null, byte[]? payload = null)
    {
        Ledger.Time += TimeSpan.FromMilliseconds(10);
        return await Ledger.SubmitAsync<T>(caller, contract, transaction, request, payload);
    }

    public async Task SubmitAsync(TestIdentity caller, string contract, string transaction, object? request = null, byte[]? payload = null) =>
        await SubmitAsync<byte[]>(caller, contract, transaction, request, payload);

    /// <summary>The contracts' own proof that what was minted is what all accounts hold.</summary>
    public async Task RequireConservedAsync()
    {
        var proof = await Ledger.EvaluateAsync<ConservationAnswer>(Cast.Buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetConservation);
        Assert.Equal(proof.Minted, proof.SumOfAccounts);
    }

    /// <summary>One copy is bought, delivered by a member with a key, and confirmed or disputed.</summary>
    public async Task<PurchaseRecord> SellAsync(int seller, bool wrongKey = false)
    {
        const string contract = TransactionNames.Incentive.Contract;
        using var once = EnvelopeKey.Generate();
        var purchase = await SubmitAsync<PurchaseRecord>(Cast.Buyer, contract, TransactionNames.Incentive.Purchase, new PurchaseModel(Cast.Fid, once.PublicKey, ExpectedPrice));
        var key = wrongKey ? new byte[ModelVault.KeyBytes] : Cast.ModelKey;
        var envelope = SealedEnvelope.Seal(purchase.BuyerKey, EnvelopeContexts.Delivery(Cast.Fid, purchase.PurchaseId), key);
        await SubmitAsync(Cast.Members[seller], contract, TransactionNames.Incentive.Deliver, new DeliverModel(Cast.Fid, purchase.PurchaseId, envelope));
        return wrongKey
            ? await SubmitAsync<PurchaseRecord>(Cast.Buyer, contract, TransactionNames.Incentive.Dispute, new DisputeDelivery(Cast.Fid, purchase.PurchaseId, once.ExportPrivateScalar()))
            : await SubmitAsync<PurchaseRecord>(Cast.Buyer, contract, TransactionNames.Incentive.ConfirmDelivery, new PurchaseReference(Cast.Fid, purchase.PurchaseId));
    }

    private async Task FoundAsync()
    {
        await SubmitAsync(Cast.Authority, TransactionNames.Registry.Contract, TransactionNames.Registry.SetPolicy, Policy);
        foreach (var party in (TestIdentity[])[.. Cast.Members, Cast.Buyer, Cast.Reporter])
            await SubmitAsync(Cast.Authority, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Mint, new Mint(party.PartyId, Wealth, $"wealth-{party.CommonName}"));
        foreach (var member in Cast.Members)
            await SubmitAsync(member, TransactionNames.Registry.Contract, TransactionNames.Registry.RegisterTrainer, new RegisterTrainer(Cast.Envelopes.PublicKey, new DataResource(3, 1_000, 2)));
    }

    private async Task FormAsync()
    {
        const string contract = TransactionNames.Federation.Contract;
        await SubmitAsync(Cast.Members[0], contract, TransactionNames.Federation.PublishModel,
            new PublishModel(Cast.Fid, "Simulated", "Nobody learns from it", "classification", "none", Cast.Terms, Ledger.Now + 600_000));
        foreach (var member in Cast.Members)
            await SubmitAsync(member, contract, TransactionNames.Federation.SubmitIntention, new SubmitIntention(Cast.Fid, ExpectedPrice, ExpectedIncome: 9_000, Cost: 100));
        await SubmitAsync<ModelRecord[]>(Cast.Buyer, contract, TransactionNames.Federation.Establish);
    }

    private async Task PrepareAsync()
    {
        const string contract = TransactionNames.Federation.Contract;
        SealedShare[] shares = [.. Cast.Members.Select((member, place) => new SealedShare(member.PartyId, Cast.DealtTo(place)))];
        await SubmitAsync(Cast.Authority, contract, TransactionNames.Federation.PostSetup, new PostSetup(Cast.Fid, Cast.Key.PublicKey.Encode(), Cast.Key.Proof.ToArray(), shares));
        var weights = new byte[Cast.Key.PublicKey.CiphertextBytes];
        weights[^1] = 2;
        foreach (var member in Cast.Members)
        {
            var commitment = SealedEnvelope.Seal(Cast.Envelopes.PublicKey, EnvelopeContexts.ShareCommitment(Cast.Fid, 1, member.PartyId), [1]);
            await SubmitAsync(member, contract, TransactionNames.Federation.ConfirmShare, new ConfirmShare(Cast.Fid, 1, Naming.Digest(commitment), weights), commitment);
        }

        await SubmitAsync(Cast.Buyer, contract, TransactionNames.Federation.StartTraining, new ModelReference(Cast.Fid));
    }
}
