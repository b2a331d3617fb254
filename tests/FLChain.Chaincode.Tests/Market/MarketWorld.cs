using FLChain.Core.Encoding;
using FLChain.Cryptography.Envelopes;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Tests.Market;

/// <summary>A consortium with an authority, trainers of two organizations and a buyer, for the contracts that need no training.</summary>
internal sealed class MarketWorld : IDisposable
{
    public const string AuthorityMsp = "AuthorityMSP";
    public const long StartingMoney = 3_000_000;

    private readonly List<TestOrganization> _organizations = [];
    private readonly TestOrganization[] _trainerOrganizations;
    private int _issues;

    public MarketWorld()
    {
        Ledger = new MemoryLedger(FLChainChaincode.Create(new ChaincodeOptions { AuthorityMsp = AuthorityMsp }));
        Authority = Organization(AuthorityMsp).Enrol("authority");
        _trainerOrganizations = [Organization("Trainers1MSP"), Organization("Trainers2MSP")];
        Buyer = Organization("BuyersMSP").Enrol("buyer");
    }

    public static byte[] PublicKey { get; } = NewKey();

    public MemoryLedger Ledger { get; }

    public TestIdentity Authority { get; }

    public TestIdentity Buyer { get; }

    /// <summary>In the order of their dpIds, as a federation has its members.</summary>
    public TestIdentity[] Trainers { get; private set; } = [];

    /// <summary>Without a clock skew: the ledger's one clock is the test's, and deadlines pass to the millisecond.</summary>
    public static Policy Policy { get; } = Policy.Default(AuthorityMsp, PublicKey) with { MinModulusBits = 256, ClockSkewSeconds = 0 };

    public static DataResource Data { get; } = new(784, 1_000, 10, "digits");

    public static Terms Terms { get; } = new(
        MinTrainers: 3,
        MaxTrainers: 3,
        Threshold: 2,
        Iterations: 2,
        ModelDescription: "softmax 4x2",
        ParameterCount: 10,
        Masking: "paillier",
        ModulusBits: 256,
        ClipMicros: 1_000_000,
        QuantizationBits: 16,
        LearningRatePpm: 100_000,
        PreparationSeconds: 60,
        GradientSeconds: 60,
        AggregateSeconds: 60,
        ShareSeconds: 60,
        FinishSeconds: 60,
        InspectionRate: 5_000);

    public static byte[] NewKey()
    {
        using var key = EnvelopeKey.Generate();
        return key.PublicKey;
    }

    /// <summary>A world with a policy and registered trainers.</summary>
    public static async Task<MarketWorld> OpenAsync(int trainers = 3, Policy? policy = null)
    {
        var world = new MarketWorld();
        await world.SetPolicyAsync(policy ?? Policy);
        world.Trainers = [.. Enumerable.Range(0, trainers).Select(world.NewTrainer).OrderBy(trainer => trainer.PartyId, StringComparer.Ordinal)];
        foreach (var trainer in world.Trainers) await world.RegisterAsync(trainer);
        return world;
    }

    public TestOrganization Organization(string mspId)
    {
        _organizations.Add(new TestOrganization(mspId));
        return _organizations[^1];
    }

    public TestIdentity NewTrainer(int number) => _trainerOrganizations[number % 2].Enrol($"trainer-{number}");

    public Task<Policy> SetPolicyAsync(Policy policy) =>
        Ledger.SubmitAsync<Policy>(Authority, TransactionNames.Registry.Contract, TransactionNames.Registry.SetPolicy, policy);

    public Task MintAsync(TestIdentity to, long amount) =>
        Ledger.SubmitAsync(Authority, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Mint, new Mint(to.PartyId, amount, $"issue-{++_issues}"));

    public async Task<TrainerRecord> RegisterAsync(TestIdentity trainer, DataResource? data = null)
    {
        await MintAsync(trainer, StartingMoney);
        return await Ledger.SubmitAsync<TrainerRecord>(
            trainer, TransactionNames.Registry.Contract, TransactionNames.Registry.RegisterTrainer, new RegisterTrainer(PublicKey, data ?? Data));
    }

    /// <summary>One more d_DP, for one more federation.</summary>
    public Task DepositAsync(TestIdentity trainer) =>
        Ledger.SubmitAsync(trainer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Deposit, new MoveDeposit(Policy.RegistrationDeposit));

    public PublishModel Publication(string fid, Terms? terms = null) =>
        new(fid, $"Model {fid}", "A model.", "classification", "accuracy", terms ?? Terms, Ledger.Now + 600_000);

    public Task<ModelRecord> PublishAsync(string fid, Terms? terms = null, TestIdentity? publisher = null) =>
        Ledger.SubmitAsync<ModelRecord>(
            publisher ?? Trainers[0], TransactionNames.Federation.Contract, TransactionNames.Federation.PublishModel, Publication(fid, terms));

    public Task<IntentionRecord> IntendAsync(TestIdentity trainer, string fid, long price = 1_000, long income = 5_000, long cost = 100) =>
        Ledger.SubmitAsync<IntentionRecord>(
            trainer, TransactionNames.Federation.Contract, TransactionNames.Federation.SubmitIntention, new SubmitIntention(fid, price, income, cost));

    public Task<List<ModelRecord>> EstablishAsync() =>
        Ledger.SubmitAsync<List<ModelRecord>>(Buyer, TransactionNames.Federation.Contract, TransactionNames.Federation.Establish);

    /// <summary>A federation of all trainers that is ready for its key.</summary>
    public async Task<ModelRecord> FormAsync(string fid, Terms? terms = null, long price = 1_000)
    {
        await PublishAsync(fid, terms);
        foreach (var trainer in Trainers) await IntendAsync(trainer, fid, price);
        return Assert.Single(await EstablishAsync());
    }

    /// <summary>A model for sale. Its training is another test's matter: the record is put there as training leaves it.</summary>
    public async Task<ModelRecord> PutOnSaleAsync(string fid, byte[] modelKey, long price = 1_000, int attestants = 3)
    {
        var formed = await FormAsync(fid, price: price);
        var finished = formed with
        {
            Stage = ModelStage.Finished,
            StageSince = Ledger.Now,
            Status = ModelStatus.Onsale,
            Active = [.. Trainers.Take(attestants).Select(trainer => trainer.PartyId)],
            Artifact = new Artifact(Naming.Digest("artifact"u8), Convert.ToHexStringLower(ModelVault.HashKey(modelKey)), 8),
        };
        Seed(Keys.Model(fid), finished);
        return finished;
    }

    /// <summary>Puts a record on the ledger as a transaction of another contract would.</summary>
    public void Seed<T>(string key, T value)
    {
        var proposal = Ledger.Propose(Authority, "tests:Seed", null);
        var sets = new TransactionSets();
        sets.Writes[key] = CanonicalJson.Encode(value);
        Assert.Equal([ValidationCode.Valid], Ledger.Commit(new Endorsement(proposal, ChaincodeResponse.Ok(), sets)));
    }

    public Task<AccountAnswer> AccountAsync(string account) =>
        Ledger.EvaluateAsync<AccountAnswer>(Buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetAccount, new AccountReference(account));

    public async Task<long> BalanceAsync(TestIdentity party) => (await AccountAsync(AccountName.Party(party.PartyId))).Balance;

    public async Task<long> BalanceAsync(string account) => (await AccountAsync(account)).Balance;

    public Task<ConservationAnswer> ConservationAsync() =>
        Ledger.EvaluateAsync<ConservationAnswer>(Buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetConservation);

    public void Dispose() => _organizations.ForEach(organization => organization.Dispose());
}
