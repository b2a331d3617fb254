using FLChain.Core.Encoding;
using FLChain.Core.Reliability;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.ThresholdPaillier;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Tests.Training;

/// <summary>
/// A federation at the start of its first iteration: its members, its dealt key and its records as establishment and
/// preparation leave them. What the trainers do from here on goes through the contracts.
/// </summary>
internal sealed class TrainingWorld : IDisposable
{
    public const string Fid = "flm-world";

    /// <summary>What everyone may spend at the start.</summary>
    public const long Wealth = 50_000;

    private readonly TestOrganization _organization = new("TrainersMSP");

    public TrainingWorld(int trainers = 4, int threshold = 3, int iterations = 2, Func<Policy, Policy>? change = null, long blocksToLive = 0, string masking = PaillierMasking.SchemeName)
    {
        Ledger = new MemoryLedger(FLChainChaincode.Create(new ChaincodeOptions { AuthorityMsp = "AuthorityMSP" }), blocksToLive);
        using var envelopes = EnvelopeKey.Generate();
        var policy = Policy.Default("AuthorityMSP", envelopes.PublicKey) with { MinModulusBits = DealtFederation.ModulusBits, ClockSkewSeconds = 0 };
        Policy = change?.Invoke(policy) ?? policy;
        Ledger.Place(Keys.Policy, Policy);
        Ledger.Place(Keys.PolicySeal, PolicySeal.Of(Policy));
        Key = DealtFederation.Of(trainers, threshold);
        Members = [.. Enumerable.Range(1, trainers).Select(i => _organization.Enrol($"dp-{i}")).OrderBy(member => member.PartyId, StringComparer.Ordinal)];
        Node = _organization.Enrol("node");
        Stranger = _organization.Enrol("stranger");
        foreach (var party in Members.Append(Node)) Fund(party, Wealth, Policy.RegistrationDeposit);
        Fund(Stranger, Wealth, 0);
        foreach (var member in Members) Ledger.Place(Keys.Trainer(member.PartyId), Trainer(member, [Fid], envelopes.PublicKey));
        Ledger.Place(Keys.Trainer(Node.PartyId), Trainer(Node, [], envelopes.PublicKey));
        Terms = new Terms(
            MinTrainers: 2, MaxTrainers: trainers, Threshold: threshold, Iterations: iterations, ModelDescription: "softmax 6x5",
            ParameterCount: 30, masking, ModulusBits: DealtFederation.ModulusBits, ClipMicros: 1_000_000, QuantizationBits: 16,
            LearningRatePpm: 100_000, PreparationSeconds: 600, GradientSeconds: 60, AggregateSeconds: 30, ShareSeconds: 40, FinishSeconds: 50, InspectionRate: 5_000);
        PlaceFederation();
    }

    public MemoryLedger Ledger { get; }

    public Policy Policy { get; }

    public Terms Terms { get; }

    public DealtKey Key { get; }

    /// <summary>In the order of their dpIds: member j has share j.</summary>
    public TestIdentity[] Members { get; }

    /// <summary>A registered trainer of no federation.</summary>
    public TestIdentity Node { get; }

    /// <summary>Someone who is registered nowhere.</summary>
    public TestIdentity Stranger { get; }

    public ModelRecord Model => Ledger.Read<ModelRecord>(Keys.Model(Fid))!;

    public RoundRecord Round(int iteration) => Ledger.Read<RoundRecord>(Keys.Round(Fid, iteration))!;

    public TrainerRecord TrainerOf(TestIdentity member) => Ledger.Read<TrainerRecord>(Keys.Trainer(member.PartyId))!;

    public void Change(Func<ModelRecord, ModelRecord> change) => Ledger.Place(Keys.Model(Fid), change(Model));

    public void ChangeTrainer(TestIdentity member, Func<TrainerRecord, TrainerRecord> change) =>
        Ledger.Place(Keys.Trainer(member.PartyId), change(TrainerOf(member)));

    /// <summary>What these ratings leave, the first one first.</summary>
    public Evidence Rated(params int[] ratings) =>
        ratings.Aggregate(Evidence.None, (evidence, rating) => evidence.With(rating, Policy.ReliabilityMemory));

    /// <summary>What one missed phase leaves of <paramref name="before"/>.</summary>
    public Evidence Missed(Evidence? before = null) => (before ?? Evidence.None).With(0, Policy.ReliabilityMemory, Policy.MissWeight);

    public void Dispose() => _organization.Dispose();

    public long BalanceOf(TestIdentity party) =>
        (Ledger.Read<AccountRecord>(Keys.Account(party.PartyId))?.Balance ?? 0)
        + Ledger.State.Range(Keys.Credits(party.PartyId).Start, Keys.Credits(party.PartyId).End).Sum(row => CanonicalJson.Decode<CreditEntry>(row.Value.Bytes).Amount);

    public long DepositOf(TestIdentity party) => Ledger.Read<AccountRecord>(Keys.Account(party.PartyId))?.Deposit ?? 0;

    /// <summary>What a shared account's statement says it holds.</summary>
    public long Stated(string account) =>
        Ledger.State.Range(Keys.Postings(account).Start, Keys.Postings(account).End).Sum(row => CanonicalJson.Decode<Posting>(row.Value.Bytes).Amount);

    // Money has a history: it is issued, and part of it frozen, as one transaction would do it.
    private void Fund(TestIdentity party, long balance, long deposit)
    {
        var proposal = Ledger.Propose(party, "tests:Fund", null);
        var sets = new TransactionSets();
        var own = AccountName.Party(party.PartyId);
        Move(AccountName.Issue, own, balance + deposit, PaymentEvent.Mint, 0);
        if (deposit > 0) Move(own, AccountName.Deposit(party.PartyId), deposit, PaymentEvent.RegisterTrainer, 1);
        sets.Writes[Keys.Account(party.PartyId)] = CanonicalJson.Encode(new AccountRecord(balance, deposit));
        Assert.Equal([ValidationCode.Valid], Ledger.Commit(new Endorsement(proposal, ChaincodeResponse.Ok(), sets)));

        void Move(string from, string to, long amount, PaymentEvent what, int number)
        {
            var tx = proposal.TransactionId;
            sets.Writes[Keys.Posting(from, Ledger.Now, tx, number)] = CanonicalJson.Encode(new Posting(from, -amount, to, what, string.Empty, Ledger.Now, tx));
            sets.Writes[Keys.Posting(to, Ledger.Now, tx, number)] = CanonicalJson.Encode(new Posting(to, amount, from, what, string.Empty, Ledger.Now, tx));
        }
    }

    private void PlaceFederation()
    {
        string[] dps = [.. Members.Select(member => member.PartyId)];
        Ledger.Place(Keys.Model(Fid), new ModelRecord(
            Fid, "Digits", "Ten labels", "classification", "accuracy", dps[0], Terms, Ledger.Now, dps, [.. dps.Select(_ => 100L)], Price: 1_000, Establishing: false,
            ModelStage.Training, ModelStatus.Unavailable, Ledger.Now, dps, Artifact: null, RatedUntil: 0, Version: 3, PreviousTx: "b", Tx: "c"));
        SealedShare[] shares = [.. dps.Select(dpId => new SealedShare(dpId, [1]))];
        Ledger.Place(Keys.Setup(Fid), new SetupRecord(Fid, 1, Key.PublicKey.Encode(), Key.Proof.ToArray(), shares, Ledger.Now));
        Ledger.Place(Keys.Round(Fid, 0), new RoundRecord(
            0, [], string.Empty, string.Empty, [], Naming.Digest("the first seed"u8), dps, [.. dps.Select(dpId => new Standing(dpId, Evidence.None, 0, 0, 0))], Ledger.Now));
    }

    private TrainerRecord Trainer(TestIdentity member, string[] engagements, byte[] encryptionKey) => new(
        member.PartyId, member.PublicKey, member.CommonName, member.MspId, encryptionKey, new DataResource(4, 100, 3), Evidence.None,
        Policy.InitialReliability, engagements, engagements, TrainerStatus.Qualified, Available: true, Version: 1, PreviousTx: string.Empty, Tx: "a");
}
