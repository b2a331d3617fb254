using System.Security.Cryptography;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Chaincode.Tests.Training;

/// <summary>
/// The paper's story from the first policy to the last payment, every step a transaction of its own organization, with
/// dealt shares, masked gradients and a delivered key that are real. The harness checks the money after each step by its
/// own reckoning; the ledger's own proof of conservation is asked for after each chapter.
/// </summary>
public sealed class WholeLifeTests : IDisposable
{
    private const string Fid = "flm-digits";
    private const int Iterations = 2;
    private const long Wealth = 2_000_000;

    private readonly TestOrganization _authorities = new("AuthorityMSP");
    private readonly TestOrganization _north = new("NorthMSP");
    private readonly TestOrganization _south = new("SouthMSP");
    private readonly TestOrganization _buyers = new("BuyerMSP");
    private readonly MemoryLedger _ledger = new(FLChainChaincode.Create(new ChaincodeOptions { AuthorityMsp = "AuthorityMSP" }));
    private readonly EnvelopeKey _authorityKey = EnvelopeKey.Generate();
    private readonly Dictionary<string, EnvelopeKey> _envelopeKeys = [];
    private readonly TestIdentity _authority;
    private readonly TestIdentity _buyer;
    private readonly TestIdentity[] _trainers;
    private readonly Terms _terms = new(
        MinTrainers: 3, MaxTrainers: 4, Threshold: 3, Iterations, ModelDescription: "softmax 6x5", ParameterCount: 30, Masking: "paillier",
        DealtFederation.ModulusBits, ClipMicros: 1_000_000, QuantizationBits: 16, LearningRatePpm: 100_000, PreparationSeconds: 600,
        GradientSeconds: 60, AggregateSeconds: 30, ShareSeconds: 40, FinishSeconds: 50, InspectionRate: 5_000);

    private long _minted;

    public WholeLifeTests()
    {
        _authority = _authorities.Enrol("authority");
        _buyer = _buyers.Enrol("buyer");
        TestIdentity[] enrolled = [_north.Enrol("dp-1"), _north.Enrol("dp-2"), _south.Enrol("dp-3"), _south.Enrol("dp-4")];
        _trainers = [.. enrolled.OrderBy(trainer => trainer.PartyId, StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        foreach (var organization in new[] { _authorities, _north, _south, _buyers }) organization.Dispose();
        foreach (var key in _envelopeKeys.Values.Append(_authorityKey)) key.Dispose();
    }

    [Fact]
    public async Task Federation_FromPolicyToProfit_EveryoneIsPaidAndMoneyIsConserved()
    {
        var policy = await FoundAsync();
        await RegisterAsync(policy);
        var model = await EstablishAsync(policy);
        await PrepareAsync();

        var play = new Play(_ledger, Fid, _terms, DealtFederation.Of(4, 3), _trainers);
        var leaders = await TrainAsync(play, policy);
        using var key = AesKey.Fresh();
        await FinishAsync(play, key);
        var purchase = await SellAsync(model.Price, key);
        await AssertPaidAsync(policy, model.Price, leaders, purchase);
        await EvaluateAsync(policy, purchase);
    }

    // The authority sets the policy and gives everyone the same wealth.
    private async Task<Policy> FoundAsync()
    {
        var policy = Policy.Default("AuthorityMSP", _authorityKey.PublicKey) with { MinModulusBits = DealtFederation.ModulusBits, ClockSkewSeconds = 0 };
        var stored = await _ledger.SubmitAsync<Policy>(_authority, TransactionNames.Registry.Contract, TransactionNames.Registry.SetPolicy, policy);
        foreach (var party in _trainers.Append(_buyer))
            await _ledger.SubmitAsync(_authority, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Mint, new Mint(party.PartyId, Wealth, $"wealth-{party.CommonName}"));
        _minted = Wealth * 5;
        await AssertConservedAsync();
        return stored;
    }

    private async Task RegisterAsync(Policy policy)
    {
        foreach (var trainer in _trainers)
        {
            var key = _envelopeKeys[trainer.PartyId] = EnvelopeKey.Generate();
            await _ledger.SubmitAsync(trainer, TransactionNames.Registry.Contract, TransactionNames.Registry.RegisterTrainer, new RegisterTrainer(key.PublicKey, new DataResource(6, 1_000, 5)));
            Assert.Equal(policy.RegistrationDeposit, (await AccountAsync(AccountName.Deposit(trainer.PartyId))).Balance);
            Assert.Equal(Wealth - policy.RegistrationDeposit, (await AccountAsync(AccountName.Party(trainer.PartyId))).Balance);
        }

        await AssertConservedAsync();
    }

    private async Task<ModelRecord> EstablishAsync(Policy policy)
    {
        var until = _ledger.Now + 60_000;
        await _ledger.SubmitAsync(_trainers[0], TransactionNames.Federation.Contract, TransactionNames.Federation.PublishModel, new PublishModel(Fid, "Digits", "Ten digits", "classification", "accuracy", _terms, until));
        for (var j = 0; j < _trainers.Length; j++)
            await _ledger.SubmitAsync(_trainers[j], TransactionNames.Federation.Contract, TransactionNames.Federation.SubmitIntention, new SubmitIntention(Fid, ExpectedPrice: 40_000 + j, ExpectedIncome: 9_000, Cost: 100));
        _ledger.AdvanceSeconds(60);
        var model = Assert.Single(await _ledger.SubmitAsync<ModelRecord[]>(_buyer, TransactionNames.Federation.Contract, TransactionNames.Federation.Establish));
        Assert.Equal(_trainers.Select(trainer => trainer.PartyId), model.Dps);

        // The mean of 40,000 to 40,003, rounded down.
        Assert.Equal((ModelStage.Preparing, 40_001), (model.Stage, model.Price));
        Assert.Equal((4 * policy.IntentionFee) - policy.ModelFee, (await AccountAsync(AccountName.Federation(Fid))).Balance);
        Assert.Equal(policy.ModelFee, (await AccountAsync(AccountName.Public)).Balance);
        await AssertConservedAsync();
        return model;
    }

    // The authority deals; each member opens its envelope, checks its share against v_j and commits to it.
    private async Task PrepareAsync()
    {
        var dealt = DealtFederation.Of(4, 3);
        SealedShare[] shares =
        [
            .. _trainers.Select((trainer, place) => new SealedShare(
                trainer.PartyId,
                SealedEnvelope.Seal(_envelopeKeys[trainer.PartyId].PublicKey, EnvelopeContexts.DealtShare(Fid, 1, trainer.PartyId), dealt.Shares[place].Encode()))),
        ];
        await _ledger.SubmitAsync(_authority, TransactionNames.Federation.Contract, TransactionNames.Federation.PostSetup, new PostSetup(Fid, dealt.PublicKey.Encode(), dealt.Proof.ToArray(), shares));

        var setup = await _ledger.EvaluateAsync<SetupRecord>(_trainers[0], TransactionNames.Federation.Contract, TransactionNames.Federation.GetSetup, new ModelReference(Fid));
        var weights = new byte[dealt.PublicKey.CiphertextBytes];
        weights[^1] = 2;
        foreach (var (trainer, place) in _trainers.Select((trainer, place) => (trainer, place)))
        {
            Assert.True(_envelopeKeys[trainer.PartyId].TryOpen(EnvelopeContexts.DealtShare(Fid, 1, trainer.PartyId), setup.Shares[place].Envelope, out var opened, out _));
            Assert.True(SecretKeyShare.TryDecode(opened, out var share));
            using (share) Assert.True(dealt.PublicKey.VerifyShareKey(share));
            var commitment = SealedEnvelope.Seal(_authorityKey.PublicKey, EnvelopeContexts.ShareCommitment(Fid, 1, trainer.PartyId), opened);
            await _ledger.SubmitAsync(trainer, TransactionNames.Federation.Contract, TransactionNames.Federation.ConfirmShare, new ConfirmShare(Fid, 1, Naming.Digest(commitment), weights), commitment);
        }

        var started = await _ledger.SubmitAsync<ModelRecord>(_buyer, TransactionNames.Federation.Contract, TransactionNames.Federation.StartTraining, new ModelReference(Fid));
        Assert.Equal((ModelStage.Training, ModelStatus.Unavailable), (started.Stage, started.Status));
        await AssertConservedAsync();
    }

    private async Task<List<string>> TrainAsync(Play play, Policy policy)
    {
        var leaders = new List<string>();
        for (var iteration = 1; iteration <= Iterations; iteration++)
        {
            var round = await play.IterateAsync(iteration, rating: _ => 700_000);
            var expected = Enumerable.Range(0, _terms.ParameterCount).Select(k => _trainers.Sum(trainer => (long)play.Given[(iteration, trainer.PartyId)][k]));
            Assert.Equal(expected, await play.SumAsync(iteration));
            leaders.Add(round.Leader);
            _minted += policy.LeaderReward;
            await AssertConservedAsync();
        }

        foreach (var trainer in _trainers)
            await play.SubmitAsync(trainer, TransactionNames.Training.Evaluate, new EvaluatePartners(Fid, Iterations, play.Ratings(Iterations + 1, trainer, _ => 900_000)!));
        return leaders;
    }

    private async Task FinishAsync(Play play, AesKey key)
    {
        var artifact = new Artifact(Naming.Digest("the encrypted model"u8), key.Hash, 19);
        await _ledger.RefusedAsync(Core.Errors.ErrorCodes.NotForSale, _buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Purchase, new PurchaseModel(Fid, _authorityKey.PublicKey, long.MaxValue));
        ModelRecord? model = null;
        foreach (var trainer in _trainers) model = await play.FinishAsync(trainer, artifact);
        Assert.Equal((ModelStage.Finished, ModelStatus.Onsale), (model!.Stage, model.Status));
        await AssertConservedAsync();
    }

    // The buyer pays, a member delivers, the buyer opens and checks what it bought and confirms.
    private async Task<PurchaseRecord> SellAsync(long price, AesKey key)
    {
        using var once = EnvelopeKey.Generate();
        var purchase = await _ledger.SubmitAsync<PurchaseRecord>(_buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.Purchase, new PurchaseModel(Fid, once.PublicKey, price));
        Assert.Equal(PurchaseState.Paid, purchase.State);
        await AssertConservedAsync();

        var context = EnvelopeContexts.Delivery(Fid, purchase.PurchaseId);
        await _ledger.SubmitAsync(_trainers[2], TransactionNames.Incentive.Contract, TransactionNames.Incentive.Deliver, new DeliverModel(Fid, purchase.PurchaseId, SealedEnvelope.Seal(purchase.BuyerKey, context, key.Bytes)));
        await AssertConservedAsync();

        var delivered = await _ledger.EvaluateAsync<PurchaseRecord>(_buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetPurchase, new PurchaseReference(Fid, purchase.PurchaseId));
        Assert.True(once.TryOpen(context, delivered.Envelope, out var opened, out _));
        var model = await _ledger.EvaluateAsync<ModelRecord>(_buyer, TransactionNames.Federation.Contract, TransactionNames.Federation.GetModel, new ModelReference(Fid));
        Assert.Equal(model.Artifact!.KeyHash, Convert.ToHexStringLower(ModelVault.HashKey(opened)));

        var settled = await _ledger.SubmitAsync<PurchaseRecord>(_buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.ConfirmDelivery, new PurchaseReference(Fid, purchase.PurchaseId));
        Assert.Equal((PurchaseState.Settled, "confirmed"), (settled.State, settled.Outcome));
        await AssertConservedAsync();
        return settled;
    }

    private async Task AssertPaidAsync(Policy policy, long price, List<string> leaders, PurchaseRecord purchase)
    {
        // Two ratings for each member, 700,000 and 900,000, on ten of 500,000, the first faded once: RELY = (5,000,000 + 0.99 · 700,000 + 900,000) / 11.99.
        const int rely = 549_874;
        foreach (var trainer in _trainers)
        {
            var record = await _ledger.EvaluateAsync<TrainerRecord>(_buyer, TransactionNames.Registry.Contract, TransactionNames.Registry.GetTrainer, new PartyReference(trainer.PartyId));
            Assert.Equal(rely, record.Rely);

            // p^j = p · (RELY/N) · RELY: 40,001 · 0.549874 · 0.549874 / 4, rounded down.
            const long profit = 3_023;
            var rewards = policy.LeaderReward * leaders.Count(leader => leader == trainer.PartyId);
            Assert.Equal(Wealth - policy.RegistrationDeposit - policy.IntentionFee + rewards + profit, (await AccountAsync(AccountName.Party(trainer.PartyId))).Balance);
        }

        Assert.Equal(Wealth - price, (await AccountAsync(AccountName.Party(_buyer.PartyId))).Balance);
        Assert.Equal((4 * policy.IntentionFee) - policy.ModelFee + price - (4 * 3_023), (await AccountAsync(AccountName.Federation(Fid))).Balance);
        Assert.Equal(policy.ModelFee, (await AccountAsync(AccountName.Public)).Balance);
        Assert.Equal(_trainers[2].PartyId, purchase.Deliverer);
    }

    private async Task EvaluateAsync(Policy policy, PurchaseRecord purchase)
    {
        await _ledger.SubmitAsync(_buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.EvaluateModel, new EvaluateModel(Fid, purchase.PurchaseId, 990_000, "good"));
        _ledger.AdvanceSeconds(policy.EvaluationSeconds);
        await _ledger.SubmitAsync(_buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.ApplyEvaluations, new ModelReference(Fid));
        foreach (var trainer in _trainers)
        {
            // The two faded once more, and 990,000.
            var record = await _ledger.EvaluateAsync<TrainerRecord>(_buyer, TransactionNames.Registry.Contract, TransactionNames.Registry.GetTrainer, new PartyReference(trainer.PartyId));
            Assert.Equal(583_383, record.Rely);
        }

        // A trainer takes its whole deposit home: the federation is over, and so is the time that it is liable for it.
        await _ledger.RefusedAsync(ErrorCodes.DepositFrozen, _trainers[0], TransactionNames.Incentive.Contract, TransactionNames.Incentive.Withdraw, new MoveDeposit(1));
        _ledger.AdvanceSeconds(policy.LiabilitySeconds);
        await _ledger.SubmitAsync(_trainers[0], TransactionNames.Incentive.Contract, TransactionNames.Incentive.Withdraw, new MoveDeposit(policy.RegistrationDeposit));
        await AssertConservedAsync();
    }

    private Task<AccountAnswer> AccountAsync(string account) =>
        _ledger.EvaluateAsync<AccountAnswer>(_buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetAccount, new AccountReference(account));

    private async Task AssertConservedAsync()
    {
        var proof = await _ledger.EvaluateAsync<ConservationAnswer>(_buyer, TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetConservation);
        Assert.Equal(_minted, proof.Minted);
        Assert.Equal(_minted, proof.SumOfAccounts);
    }

    /// <summary>The key under which the finished model is encrypted.</summary>
    private sealed class AesKey(byte[] bytes) : IDisposable
    {
        public byte[] Bytes { get; } = bytes;

        public string Hash => Convert.ToHexStringLower(ModelVault.HashKey(Bytes));

        public static AesKey Fresh() => new(RandomNumberGenerator.GetBytes(ModelVault.KeyBytes));

        public void Dispose() => CryptographicOperations.ZeroMemory(Bytes);
    }
}
