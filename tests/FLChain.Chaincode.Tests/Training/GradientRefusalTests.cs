using FLChain.Cryptography.Masking;
using Names = FLChain.Core.TransactionNames.Training;

namespace FLChain.Chaincode.Tests.Training;

/// <summary>What the contract does not take for a masked gradient, the same under every masking scheme.</summary>
public abstract class GradientRefusalTests : IDisposable
{
    private readonly string _masking;
    private readonly TrainingWorld _world;
    private readonly Play _play;

    protected GradientRefusalTests(string masking)
    {
        _masking = masking;
        _world = new TrainingWorld(masking: masking);
        _play = Play.In(_world);
    }

    private TestIdentity First => _world.Members[0];

    private TestIdentity Second => _world.Members[1];

    public void Dispose()
    {
        _world.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task SubmitGradient_NoMember_Refused()
    {
        var (request, payload) = _play.Gradient(1, _world.Node);
        await RefusedAsync(ErrorCodes.NotMember, _world.Node, request, payload);
        await RefusedAsync(ErrorCodes.NotMember, _world.Stranger, request, payload);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public async Task SubmitGradient_IterationThatDoesNotRun_Refused(int iteration)
    {
        var (request, payload) = _play.Gradient(1, First);
        await RefusedAsync(ErrorCodes.WrongIteration, First, request with { Iteration = iteration }, payload);
    }

    [Fact]
    public async Task SubmitGradient_ClosedIteration_Refused()
    {
        var (request, payload) = _play.Gradient(1, First);
        await _play.IterateAsync(1);
        await RefusedAsync(ErrorCodes.WrongIteration, First, request, payload);
    }

    [Theory]
    [InlineData(ModelStage.Preparing)]
    [InlineData(ModelStage.Finished)]
    [InlineData(ModelStage.Halted)]
    public async Task SubmitGradient_NotInTraining_Refused(ModelStage stage)
    {
        var (request, payload) = _play.Gradient(1, First);
        _world.Change(model => model with { Stage = stage });
        await RefusedAsync(ErrorCodes.WrongStage, First, request, payload);
    }

    [Theory]
    [InlineData("flm-other")]
    [InlineData("Not A Slug")]
    [InlineData("")]
    public async Task SubmitGradient_NoSuchModel_Refused(string fid)
    {
        var (request, payload) = _play.Gradient(1, First);
        await RefusedAsync(ErrorCodes.NoModel, First, request with { Fid = fid }, payload);
    }

    [Fact]
    public async Task SubmitGradient_Twice_Refused()
    {
        await _play.GiveAsync(1, First);
        var (request, payload) = _play.Gradient(1, First);
        await RefusedAsync(ErrorCodes.AlreadySubmitted, First, request, payload);
    }

    [Fact]
    public async Task SubmitGradient_TwiceInOneBlock_OnlyOneIsValid()
    {
        var (request, payload) = _play.Gradient(1, First);
        var (again, other) = _play.Gradient(1, First);
        var one = await _world.Ledger.EndorseAsync(First, Names.Contract, Names.SubmitGradient, request, payload);
        var two = await _world.Ledger.EndorseAsync(First, Names.Contract, Names.SubmitGradient, again, other);
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _world.Ledger.Commit(one, two));
    }

    [Fact]
    public async Task SubmitGradient_AfterThePhaseExpired_Refused()
    {
        foreach (var member in _world.Members.Skip(1)) await _play.GiveAsync(1, member);
        _world.Ledger.AdvanceSeconds(_world.Terms.GradientSeconds);
        await _play.ExpireAsync(Phases.Gradient, 1);
        var (request, payload) = _play.Gradient(1, First);
        await RefusedAsync(ErrorCodes.WrongPhase, First, request, payload);
    }

    [Fact]
    public async Task SubmitGradient_AsThePhaseExpires_OneOfTheTwoIsValid()
    {
        foreach (var member in _world.Members.Skip(1)) await _play.GiveAsync(1, member);
        _world.Ledger.AdvanceSeconds(_world.Terms.GradientSeconds);
        var (request, payload) = _play.Gradient(1, First);
        var late = await _world.Ledger.EndorseAsync(First, Names.Contract, Names.SubmitGradient, request, payload);
        var expiry = await _world.Ledger.EndorseAsync(Second, Names.Contract, Names.Expire, new ExpirePhase(TrainingWorld.Fid, 1, Phases.Gradient));
        Assert.Equal([ValidationCode.Valid, ValidationCode.PhantomReadConflict], _world.Ledger.Commit(late, expiry));
    }

    [Fact]
    public async Task SubmitGradient_MalformedArgument_Refused()
    {
        await RefusedAsync(ErrorCodes.BadArgument, First, "{}"u8.ToArray(), null);
        await RefusedAsync(ErrorCodes.BadArgument, First, "not json"u8.ToArray(), null);
    }

    [Fact]
    public async Task SubmitGradient_PayloadMissingOrOther_Refused()
    {
        var (request, payload) = _play.Gradient(1, First);
        await RefusedAsync(ErrorCodes.BadPayload, First, request, null);
        await RefusedAsync(ErrorCodes.BadPayload, First, request, [.. payload, 0]);
        await RefusedAsync(ErrorCodes.BadPayload, First, request with { Digest = Naming.Digest([1]) }, payload);
        await RefusedAsync(ErrorCodes.BadPayload, First, request with { Digest = request.Digest.ToUpperInvariant() }, payload);
    }

    [Fact]
    public async Task SubmitGradient_PayloadOfAnotherLength_Refused()
    {
        var (request, payload) = _play.Gradient(1, First);
        foreach (var wrong in new[] { payload[..^1], [.. payload, 0], [1], _play.MaskBeacon(1, First) })
            await RefusedAsync(ErrorCodes.BadPayload, First, request with { Digest = Naming.Digest(wrong) }, wrong);
    }

    [Fact]
    public async Task SubmitGradient_ElementThatIsNoUnit_Refused()
    {
        // n itself is below n² and not zero, but no ciphertext: a sum with it could never be opened.
        var (request, payload) = _play.Gradient(1, First);
        var n = _world.Key.PublicKey.Modulus.ToByteArray(isUnsigned: true, isBigEndian: true);
        var width = _world.Key.PublicKey.CiphertextBytes;
        // The hybrid payload's own header stands before that of its key's ciphertexts.
        var header = _play.Gradients is HybridMasking ? 20 : 10;
        payload.AsSpan(header, width).Clear();
        n.CopyTo(payload.AsSpan(header + width - n.Length));
        Assert.True(_play.Gradients.CheckMaskedShape(payload).IsValid);
        var words = await RefusedAsync(ErrorCodes.BadPayload, First, request with { Digest = Naming.Digest(payload) }, payload);
        Assert.Contains("not a ciphertext", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubmitGradient_PayloadAboveThePolicysSize_Refused()
    {
        using var world = new TrainingWorld(change: policy => policy with { MaxPayloadBytes = 100 }, masking: _masking);
        var (request, payload) = Play.In(world).Gradient(1, world.Members[0]);
        await world.Ledger.RefusedAsync(ErrorCodes.BadPayload, world.Members[0], Names.Contract, Names.SubmitGradient, request, payload);
    }

    [Fact]
    public async Task SubmitGradient_BeaconProofAltered_Refused()
    {
        var (request, payload) = _play.Gradient(1, First);
        for (var place = request.Beacon.Length - 1; place >= 0; place -= 40)
        {
            byte[] altered = [.. request.Beacon];
            altered[place] ^= 1;
            await RefusedAsync(ErrorCodes.BadProof, First, request with { Beacon = altered }, payload);
        }

        await RefusedAsync(ErrorCodes.BadProof, First, request with { Beacon = [] }, payload);
    }

    [Fact]
    public async Task SubmitGradient_BeaconOfAPartner_Refused()
    {
        await _play.GiveAsync(1, Second);
        var replayed = _world.Ledger.Read<GradientEntry>(Keys.Gradient(TrainingWorld.Fid, 1, Second.PartyId))!.Beacon;
        var (request, payload) = _play.Gradient(1, First);
        await RefusedAsync(ErrorCodes.BadProof, First, request with { Beacon = replayed }, payload);
    }

    [Fact]
    public async Task SubmitGradient_BeaconOfAnotherIterationOrPhase_Refused()
    {
        var (request, payload) = _play.Gradient(1, First);
        await RefusedAsync(ErrorCodes.BadProof, First, request with { Beacon = _play.MaskBeacon(2, First) }, payload);
        var asGradient = _play.Beacons.Mask(_play.ContextOf(Phases.Gradient, 1, First), [5], new byte[32], TestContext.Current.CancellationToken).Payload.ToArray();
        await RefusedAsync(ErrorCodes.BadProof, First, request with { Beacon = asGradient }, payload);
    }

    [Fact]
    public async Task SubmitGradient_GradientOfAPartner_IsSettledAtOnceWhereTheContractVerifies()
    {
        using var world = new TrainingWorld(change: policy => policy with { Verification = VerificationRule.Eager }, masking: _masking);
        var play = Play.In(world);
        await play.GiveAsync(1, world.Members[1]);
        var copied = await play.PayloadAsync(1, Phases.Gradient, world.Members[1].PartyId);
        var (request, honest) = play.Gradient(1, world.Members[0]);
        await play.SubmitAsync(world.Members[0], Names.SubmitGradient, request with { Digest = Naming.Digest(copied) }, copied);

        var fault = world.Ledger.Read<FaultRecord>(Keys.Fault(TrainingWorld.Fid, 1, FaultKind.IncorrectGradient, world.Members[0].PartyId))!;
        Assert.Equal((string.Empty, world.Policy.RegistrationDeposit, 0, true), (fault.Reporter, fault.Confiscated, fault.Reward, fault.Halted));
        Assert.Equal(0, world.DepositOf(world.Members[0]));
        Assert.Equal(ModelStage.Halted, world.Model.Stage);
        Assert.Equal(TrainerStatus.Unqualified, world.TrainerOf(world.Members[0]).Status);
        Assert.Equal(TrainerStatus.Qualified, world.TrainerOf(world.Members[1]).Status);
        await play.RefusedAsync(ErrorCodes.WrongStage, world.Members[0], Names.SubmitGradient, request with { Digest = Naming.Digest(honest) }, honest);
    }

    [Fact]
    public async Task SubmitGradient_ProofOfTheGradientAltered_IsThePartnersToFindUnderTheOptimisticRule()
    {
        var (request, payload) = _play.Gradient(1, First);
        payload[^1] ^= 1;
        await _world.Ledger.SubmitAsync(First, Names.Contract, Names.SubmitGradient, request with { Digest = Naming.Digest(payload) }, payload);
    }

    private Task<string> RefusedAsync(string code, TestIdentity caller, object request, byte[]? payload) =>
        _play.RefusedAsync(code, caller, Names.SubmitGradient, request, payload);
}
