using System.Numerics;
using FLChain.Chaincode.Tests.Market;
using FLChain.Core.Events;
using Contract = FLChain.Core.TransactionNames.Federation;

namespace FLChain.Chaincode.Tests.Federation;

public sealed class PreparationTests : IDisposable
{
    private const string Fid = "flm-a";

    private MarketWorld? _world;

    private MarketWorld World => _world!;

    public void Dispose() => _world?.Dispose();

    [Fact]
    public async Task ConfirmShare_Member_IsDocumentedWithItsCommitment()
    {
        await DealAsync(3);
        await ConfirmAsync(World.Trainers[1]);
        var confirmation = Assert.Single(await World.Ledger.EvaluateAsync<List<ConfirmationRecord>>(World.Buyer, Contract.Contract, Contract.GetConfirmations, new ModelReference(Fid)));
        var dpId = World.Trainers[1].PartyId;
        Assert.Equal((dpId, false, Naming.Digest(Payload(World.Trainers[1]))), (confirmation.DpId, confirmation.Complaint, confirmation.CommitmentDigest));
        var payload = World.Ledger.State.GetPrivate(Keys.PayloadCollection, Keys.Payload(Phases.Preparation, Fid, 1, dpId));
        Assert.Equal(Payload(World.Trainers[1]), payload!.Bytes);
        Assert.Equal(new LedgerEvent(Fid: Fid, Author: dpId, Reference: "1"), World.Ledger.LastEvent<LedgerEvent>("federation.ConfirmShare"));
    }

    [Fact]
    public async Task ConfirmShare_AgainOrAfterAComplaint_IsRefused()
    {
        await DealAsync(3);
        await ConfirmAsync(World.Trainers[0]);
        await RefusedAsync(ErrorCodes.AlreadyConfirmed, World.Trainers[0], Confirmation(World.Trainers[0]));
        await World.Ledger.RefusedAsync(ErrorCodes.AlreadyConfirmed, World.Trainers[0], Contract.Contract, Contract.ComplainShare, new ComplainShare(Fid, 1));
        await ComplainAsync(World.Trainers[1]);
        await RefusedAsync(ErrorCodes.AlreadyConfirmed, World.Trainers[1], Confirmation(World.Trainers[1]));
    }

    [Fact]
    public async Task ConfirmShare_WrongCallerOrAttempt_IsRefused()
    {
        await DealAsync(3);
        await RefusedAsync(ErrorCodes.NotMember, World.Buyer, Confirmation(World.Buyer));
        await RefusedAsync(ErrorCodes.SetupState, World.Trainers[0], Confirmation(World.Trainers[0]) with { Attempt = 2 });
        await RefusedAsync(ErrorCodes.SetupState, World.Trainers[0], Confirmation(World.Trainers[0]) with { Attempt = 0 });
        await World.Ledger.RefusedAsync(ErrorCodes.NotMember, World.Buyer, Contract.Contract, Contract.ComplainShare, new ComplainShare(Fid, 1));
        await World.Ledger.RefusedAsync(ErrorCodes.SetupState, World.Trainers[0], Contract.Contract, Contract.ComplainShare, new ComplainShare(Fid, 2));
    }

    [Fact]
    public async Task ConfirmShare_NothingDealt_IsRefused()
    {
        _world = await MarketWorld.OpenAsync(3);
        await World.FormAsync(Fid);
        await RefusedAsync(ErrorCodes.SetupState, World.Trainers[0], Confirmation(World.Trainers[0]));
        await World.Ledger.RefusedAsync(ErrorCodes.SetupState, World.Trainers[0], Contract.Contract, Contract.StartTraining, new ModelReference(Fid));
    }

    [Fact]
    public async Task ConfirmShare_WeightsCommitmentIsNoCiphertext_IsRefused()
    {
        await DealAsync(3);
        var key = TestKeys.TwoOfThree.PublicKey;
        foreach (var value in new[] { BigInteger.Zero, key.Modulus, key.Modulus * 2, key.ModulusSquared, key.ModulusSquared + 1 })
            await RefusedAsync(ErrorCodes.BadArgument, World.Trainers[0], Confirmation(World.Trainers[0]) with { WeightsCommitment = FixedWidth(value, key.CiphertextBytes) });
        await RefusedAsync(ErrorCodes.BadArgument, World.Trainers[0], Confirmation(World.Trainers[0]) with { WeightsCommitment = [] });
        await RefusedAsync(ErrorCodes.BadArgument, World.Trainers[0], Confirmation(World.Trainers[0]) with { WeightsCommitment = [0, .. TestKeys.Commitment(1)] });
    }

    [Fact]
    public async Task ConfirmShare_PayloadMissingOtherOrTooLarge_IsRefused()
    {
        await DealAsync(3);
        var trainer = World.Trainers[0];
        var request = Confirmation(trainer);
        await World.Ledger.RefusedAsync(ErrorCodes.BadPayload, trainer, Contract.Contract, Contract.ConfirmShare, request);
        await World.Ledger.RefusedAsync(ErrorCodes.BadPayload, trainer, Contract.Contract, Contract.ConfirmShare, request, [1]);
        await World.Ledger.RefusedAsync(ErrorCodes.BadPayload, trainer, Contract.Contract, Contract.ConfirmShare, request, []);
        var large = new byte[65_537];
        await World.Ledger.RefusedAsync(ErrorCodes.BadPayload, trainer, Contract.Contract, Contract.ConfirmShare, request with { CommitmentDigest = Naming.Digest(large) }, large);
        await World.Ledger.RefusedAsync(ErrorCodes.BadPayload, trainer, Contract.Contract, Contract.ConfirmShare, request with { CommitmentDigest = "x" }, Payload(trainer));
    }

    [Fact]
    public async Task StartTraining_AllConfirmed_BeginsWithIterationZero()
    {
        await DealAsync(3);
        foreach (var trainer in World.Trainers) await ConfirmAsync(trainer);
        World.Ledger.AdvanceSeconds(5);
        var model = await StartAsync();

        Assert.Equal((ModelStage.Training, World.Ledger.Now), (model.Stage, model.StageSince));
        Assert.Equal(model.Dps, model.Active);
        var round = World.Ledger.Read<RoundRecord>(Keys.Round(Fid, 0))!;
        Assert.Equal((0, World.Ledger.Now, 128), (round.Iteration, round.ClosedAt, round.Beacon.Length));
        Assert.Equal(model.Dps, round.Active);
        Assert.Equal(model.Dps, round.Standings.Select(standing => standing.DpId));
        Assert.Empty(round.Contributors);
        Assert.Equal(0, World.Ledger.LastEvent<LedgerEvent>("federation.StartTraining").Iteration);
        await RefusedStartAsync(ErrorCodes.WrongStage);
        await RefusedAsync(ErrorCodes.WrongStage, World.Trainers[0], Confirmation(World.Trainers[0]));
    }

    [Fact]
    public async Task StartTraining_OtherCommitment_OtherBeacon()
    {
        var beacons = new List<string>();
        for (byte salt = 0; salt < 2; salt++)
        {
            await DealAsync(3);
            foreach (var trainer in World.Trainers) await ConfirmAsync(trainer, salt: trainer == World.Trainers[2] ? salt : (byte)0);
            await StartAsync();
            beacons.Add(World.Ledger.Read<RoundRecord>(Keys.Round(Fid, 0))!.Beacon);
            World.Dispose();
        }

        Assert.NotEqual(beacons[0], beacons[1]);
    }

    [Fact]
    public async Task StartTraining_SomeoneSilent_WaitsForTheDeadlineAndLeavesItOut()
    {
        await DealAsync(4);
        foreach (var trainer in World.Trainers[..3]) await ConfirmAsync(trainer);
        Assert.Contains(World.Trainers[3].PartyId, await RefusedStartAsync(ErrorCodes.NotConfirmed), StringComparison.Ordinal);
        World.Ledger.AdvanceSeconds(59);
        await RefusedStartAsync(ErrorCodes.NotConfirmed);
        World.Ledger.AdvanceSeconds(1);
        var model = await StartAsync();
        Assert.Equal(World.Trainers[..3].Select(trainer => trainer.PartyId), model.Active);
        Assert.Equal(4, model.Dps.Count);
    }

    [Fact]
    public async Task StartTraining_TooFewAtTheDeadline_IsRefused()
    {
        await DealAsync(4);
        foreach (var trainer in World.Trainers[..2]) await ConfirmAsync(trainer);
        World.Ledger.AdvanceSeconds(60);
        await RefusedStartAsync(ErrorCodes.NotConfirmed);
    }

    [Fact]
    public async Task StartTraining_SomeoneComplains_WaitsForTheDeadlineAndLeavesItOut()
    {
        await DealAsync(4);
        foreach (var trainer in World.Trainers[1..]) await ConfirmAsync(trainer);
        await ComplainAsync(World.Trainers[0]);
        Assert.Contains("complains", await RefusedStartAsync(ErrorCodes.NotConfirmed), StringComparison.Ordinal);
        World.Ledger.AdvanceSeconds(60);
        Assert.Equal(World.Trainers[1..].Select(trainer => trainer.PartyId), (await StartAsync()).Active);
    }

    [Fact]
    public async Task StartTraining_InitialWeightsDiffer_NamesWhoAndGoesOnWithTheOthersAfterTheDeadline()
    {
        await DealAsync(4);
        foreach (var trainer in World.Trainers) await ConfirmAsync(trainer, weights: trainer == World.Trainers[1] ? (byte)2 : (byte)1);
        Assert.Contains(World.Trainers[1].PartyId, await RefusedStartAsync(ErrorCodes.NotConfirmed), StringComparison.Ordinal);
        World.Ledger.AdvanceSeconds(60);
        Assert.Equal(World.Trainers.Where((_, place) => place != 1).Select(trainer => trainer.PartyId), (await StartAsync()).Active);
    }

    [Fact]
    public async Task StartTraining_SecondDealing_CountsOnlyItsOwnConfirmations()
    {
        await DealAsync(3);
        await ConfirmAsync(World.Trainers[0]);
        await ConfirmAsync(World.Trainers[1]);
        await ComplainAsync(World.Trainers[2]);
        await PostAsync(World.Ledger.Read<ModelRecord>(Keys.Model(Fid))!);
        await RefusedStartAsync(ErrorCodes.NotConfirmed);
        foreach (var trainer in World.Trainers) await ConfirmAsync(trainer, attempt: 2);
        Assert.Equal(3, (await StartAsync()).Active.Count);
    }

    private async Task DealAsync(int trainers)
    {
        _world = await MarketWorld.OpenAsync(trainers);
        await PostAsync(await World.FormAsync(Fid, MarketWorld.Terms with { MaxTrainers = trainers }));
    }

    private async Task PostAsync(ModelRecord model)
    {
        var dealt = model.Dps.Count == 4 ? TestKeys.TwoOfFour : TestKeys.TwoOfThree;
        var setup = new PostSetup(Fid, dealt.PublicKey.Encode(), dealt.Proof.ToArray(), TestKeys.Envelopes(model));
        await World.Ledger.SubmitAsync(World.Authority, Contract.Contract, Contract.PostSetup, setup);
    }

    private ConfirmShare Confirmation(TestIdentity trainer, byte weights = 1, byte salt = 0, int attempt = 1)
    {
        var key = World.Trainers.Length == 4 ? TestKeys.TwoOfFour.PublicKey : TestKeys.TwoOfThree.PublicKey;
        return new ConfirmShare(Fid, attempt, Naming.Digest(Payload(trainer, salt)), TestKeys.Commitment(weights, key));
    }

    private Task<Endorsement> ConfirmAsync(TestIdentity trainer, byte weights = 1, byte salt = 0, int attempt = 1) =>
        World.Ledger.SubmitAsync(trainer, Contract.Contract, Contract.ConfirmShare, Confirmation(trainer, weights, salt, attempt), Payload(trainer, salt));

    private Task<Endorsement> ComplainAsync(TestIdentity trainer) =>
        World.Ledger.SubmitAsync(trainer, Contract.Contract, Contract.ComplainShare, new ComplainShare(Fid, 1));

    private Task<ModelRecord> StartAsync() =>
        World.Ledger.SubmitAsync<ModelRecord>(World.Buyer, Contract.Contract, Contract.StartTraining, new ModelReference(Fid));

    private Task<string> RefusedStartAsync(string code) =>
        World.Ledger.RefusedAsync(code, World.Buyer, Contract.Contract, Contract.StartTraining, new ModelReference(Fid));

    private async Task RefusedAsync(string code, TestIdentity caller, ConfirmShare request) =>
        await World.Ledger.RefusedAsync(code, caller, Contract.Contract, Contract.ConfirmShare, request, Payload(caller));

    private static byte[] Payload(TestIdentity trainer, byte salt = 0) => [.. trainer.PublicKey, salt];

    private static byte[] FixedWidth(BigInteger value, int bytes)
    {
        var number = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Math.Max(0, bytes - number.Length)], .. number];
    }
}
