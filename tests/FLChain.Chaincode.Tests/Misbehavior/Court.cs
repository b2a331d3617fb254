using System.Security.Cryptography;
using FLChain.Chaincode.Tests.Market;
using Names = FLChain.Core.TransactionNames.Misbehavior;

namespace FLChain.Chaincode.Tests.Misbehavior;

/// <summary>A market with models on sale, an accused trainer, and judges with keys.</summary>
internal sealed class Court : IDisposable
{
    public const string Fid = "flm-a";
    public const string OtherFid = "flm-b";

    private readonly ECDsa[] _judges = [.. Enumerable.Range(0, 3).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256))];

    private Court(MarketWorld world) => World = world;

    public MarketWorld World { get; }

    public MemoryLedger Ledger => World.Ledger;

    public Policy Policy { get; private set; } = MarketWorld.Policy;

    public TestIdentity Accused => World.Trainers[0];

    public TestIdentity Reporter => World.Buyer;

    public IReadOnlyList<ECDsa> Judges => _judges;

    public static async Task<Court> OpenAsync(int appealSeconds = 0, int needed = 1, bool twoModels = false)
    {
        var court = new Court(await MarketWorld.OpenAsync());
        court.Policy = MarketWorld.Policy with
        {
            AppealSeconds = appealSeconds,
            JudgeKeys = [.. court._judges.Select(judge => judge.ExportSubjectPublicKeyInfo())],
            JudgesNeeded = needed,
        };
        await court.World.SetPolicyAsync(court.Policy);
        await court.World.PutOnSaleAsync(Fid, [1, 2, 3]);
        if (twoModels)
        {
            foreach (var trainer in court.World.Trainers) await court.World.DepositAsync(trainer);
            await court.World.PutOnSaleAsync(OtherFid, [1, 2, 3]);
        }

        await court.World.MintAsync(court.Reporter, 10_000);
        return court;
    }

    public Task<AccusationRecord> AccuseAsync(TestIdentity? reporter = null, string claim = "its data are not its own", TestIdentity? accused = null) =>
        Ledger.SubmitAsync<AccusationRecord>(
            reporter ?? Reporter, Names.Contract, Names.ReportUnqualified, new ReportUnqualified((accused ?? Accused).PartyId, claim, Naming.Digest("evidence"u8)));

    public Judgment Guilty(AccusationRecord accusation, bool legal = false, int instance = 1) => new(
        accusation.ReportId, instance, Verdict.Guilty, "The licence forbids it.", JudgmentForm.ClaimDigest(accusation.Claim),
        [.. accusation.Models.Select(fid => new ModelVerdict(fid, legal))], Ledger.Now);

    public Judgment Dismissed(AccusationRecord accusation, int instance = 1) => new(
        accusation.ReportId, instance, Verdict.Dismissed, "The licence allows it.", JudgmentForm.ClaimDigest(accusation.Claim), [], Ledger.Now);

    public SubmitJudgment Signed(Judgment judgment, params int[] judges) =>
        new(judgment, [.. (judges.Length == 0 ? [0] : judges).Select(judge => Signature(_judges[judge], judgment))]);

    public static JudgeSignature Signature(ECDsa judge, Judgment judgment) => new(
        judge.ExportSubjectPublicKeyInfo(),
        judge.SignData(JudgmentForm.Encode(MemoryLedger.ChannelId, judgment), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    public Task<AccusationRecord> JudgeAsync(Judgment judgment, params int[] judges) =>
        Ledger.SubmitAsync<AccusationRecord>(World.Authority, Names.Contract, Names.Judge, Signed(judgment, judges));

    public Task<AccusationRecord> SettleAsync(AccusationRecord accusation) =>
        Ledger.SubmitAsync<AccusationRecord>(World.Buyer, Names.Contract, Names.SettleJudgment, new ReportReference(accusation.ReportId));

    public Task<string> RefusedAsync(string code, TestIdentity caller, string transaction, object request) =>
        Ledger.RefusedAsync(code, caller, Names.Contract, transaction, request);

    public TrainerRecord Trainer(TestIdentity party) => Ledger.Read<TrainerRecord>(Keys.Trainer(party.PartyId))!;

    public ModelRecord Model(string fid = Fid) => Ledger.Read<ModelRecord>(Keys.Model(fid))!;

    public async Task<long> DepositOfAsync(TestIdentity party) => (await World.AccountAsync(Core.Money.AccountName.Party(party.PartyId))).Deposit;

    public void Dispose()
    {
        foreach (var judge in _judges) judge.Dispose();
        World.Dispose();
    }
}
