using FLChain.Chaincode.Tests.Market;
using FLChain.Core.Events;
using FLChain.Cryptography.ThresholdPaillier;
using Contract = FLChain.Core.TransactionNames.Federation;

namespace FLChain.Chaincode.Tests.Federation;

public sealed class KeySetupTests : IAsyncLifetime
{
    private const string Fid = "flm-a";

    private MarketWorld _world = null!;
    private ModelRecord _model = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await MarketWorld.OpenAsync(3);
        _model = await _world.FormAsync(Fid);
    }

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    private PostSetup Request => Of(TestKeys.TwoOfThree);

    [Fact]
    public async Task PostSetup_ByTheAuthority_StandsAsAttemptOne()
    {
        await PostAsync(Request);
        var setup = await _world.Ledger.EvaluateAsync<SetupRecord>(_world.Buyer, Contract.Contract, Contract.GetSetup, new ModelReference(Fid));
        Assert.Equal((1, _world.Ledger.Now), (setup.Attempt, setup.At));
        Assert.Equal(TestKeys.TwoOfThree.PublicKey.Encode(), setup.PublicKey);
        Assert.Equal(_model.Dps, setup.Shares.Select(share => share.DpId));
        Assert.Equal("1", _world.Ledger.LastEvent<LedgerEvent>("federation.PostSetup").Reference);
        Assert.Empty(await _world.Ledger.EvaluateAsync<List<ConfirmationRecord>>(_world.Buyer, Contract.Contract, Contract.GetConfirmations, new ModelReference(Fid)));
    }

    [Fact]
    public async Task PostSetup_ByATrainer_IsRefused() =>
        await _world.Ledger.RefusedAsync(ErrorCodes.AuthorityOnly, _world.Trainers[0], Contract.Contract, Contract.PostSetup, Request);

    [Fact]
    public async Task PostSetup_ModelStillRecruits_IsRefused()
    {
        await _world.PublishAsync("flm-b");
        await RefusedAsync(ErrorCodes.WrongStage, Request with { Fid = "flm-b" });
        await RefusedAsync(ErrorCodes.NoModel, Request with { Fid = "flm-none" });
    }

    [Fact]
    public async Task PostSetup_Again_NeedsAComplaint()
    {
        await PostAsync(Request);
        await RefusedAsync(ErrorCodes.SetupState, Request);
        await _world.Ledger.SubmitAsync(_world.Trainers[1], Contract.Contract, Contract.ComplainShare, new ComplainShare(Fid, 1));
        await PostAsync(Request);
        var setup = await _world.Ledger.EvaluateAsync<SetupRecord>(_world.Buyer, Contract.Contract, Contract.GetSetup, new ModelReference(Fid));
        Assert.Equal(2, setup.Attempt);

        // The complaint was of the first attempt: it opens no third.
        await RefusedAsync(ErrorCodes.SetupState, Request);
    }

    [Fact]
    public async Task PostSetup_KeyOfOtherNumbers_IsRefused()
    {
        await RefusedAsync(ErrorCodes.BadSetup, Of(TestKeys.ThreeOfThree));
        await RefusedAsync(ErrorCodes.BadSetup, Of(TestKeys.TwoOfFour));
        await RefusedAsync(ErrorCodes.BadSetup, Of(TestKeys.Longer));
    }

    [Fact]
    public async Task PostSetup_KeyOrProofNotWellFormed_IsRefused()
    {
        var key = Request.PublicKey;
        await RefusedAsync(ErrorCodes.BadSetup, Request with { PublicKey = [] });
        await RefusedAsync(ErrorCodes.BadSetup, Request with { PublicKey = [.. key, 0] });
        await RefusedAsync(ErrorCodes.BadSetup, Request with { Proof = [] });
        await RefusedAsync(ErrorCodes.BadSetup, Request with { Proof = [.. Request.Proof[..^1], (byte)(Request.Proof[^1] ^ 1)] });

        // Another dealer's proof, and the last verification key altered: both parse, and neither is proved.
        using var other = InsecureTestKeyDealer.Deal(256, 3, 2, TestContext.Current.CancellationToken);
        await RefusedAsync(ErrorCodes.BadSetup, Request with { Proof = other.Proof.ToArray() });
        await RefusedAsync(ErrorCodes.BadSetup, Request with { PublicKey = [.. key[..^1], (byte)(key[^1] ^ 1)] });
    }

    [Fact]
    public async Task PostSetup_ShortKeyForTermsOfFullLength_IsRefused()
    {
        foreach (var trainer in _world.Trainers) await _world.DepositAsync(trainer);
        await _world.FormAsync("flm-b", MarketWorld.Terms with { ModulusBits = 2048 });
        await RefusedAsync(ErrorCodes.BadSetup, Request with { Fid = "flm-b" });
    }

    [Fact]
    public async Task PostSetup_EnvelopesNotThoseOfTheMembers_IsRefused()
    {
        var shares = Request.Shares;
        await RefusedAsync(ErrorCodes.BadSetup, Request with { Shares = [] });
        await RefusedAsync(ErrorCodes.BadSetup, Request with { Shares = [shares[0], shares[1]] });
        await RefusedAsync(ErrorCodes.BadSetup, Request with { Shares = [shares[1], shares[0], shares[2]] });
        await RefusedAsync(ErrorCodes.BadSetup, Request with { Shares = [.. shares, shares[2]] });
        await RefusedAsync(ErrorCodes.BadSetup, Request with { Shares = [shares[0], shares[1], shares[2] with { Envelope = [] }] });
        await RefusedAsync(ErrorCodes.BadSetup, Request with { Shares = [shares[0], shares[1], shares[2] with { Envelope = new byte[65_537] }] });
        await PostAsync(Request with { Shares = [shares[0], shares[1], shares[2] with { Envelope = new byte[65_536] }] });
    }

    [Fact]
    public async Task PostSetup_NullInPlaceOfAnEnvelope_IsRefusedAsMalformed()
    {
        var json = System.Text.Encoding.UTF8.GetString(Core.Encoding.CanonicalJson.Encode(Request with { Shares = [] }));
        var hostile = json.Replace("\"shares\":[]", "\"shares\":[null,null,null]", StringComparison.Ordinal);
        Assert.NotEqual(json, hostile);
        await _world.Ledger.RefusedAsync(ErrorCodes.BadArgument, _world.Authority, Contract.Contract, Contract.PostSetup, System.Text.Encoding.UTF8.GetBytes(hostile));
    }

    [Fact]
    public async Task GetSetup_NothingDealt_IsRefused()
    {
        await _world.Ledger.RefusedAsync(ErrorCodes.SetupState, _world.Buyer, Contract.Contract, Contract.GetSetup, new ModelReference(Fid));
        await _world.Ledger.RefusedAsync(ErrorCodes.SetupState, _world.Buyer, Contract.Contract, Contract.GetConfirmations, new ModelReference(Fid));
    }

    private PostSetup Of(DealtKey dealt) => new(Fid, dealt.PublicKey.Encode(), dealt.Proof.ToArray(), TestKeys.Envelopes(_model));

    private Task<Endorsement> PostAsync(PostSetup request) => _world.Ledger.SubmitAsync(_world.Authority, Contract.Contract, Contract.PostSetup, request);

    private async Task RefusedAsync(string code, PostSetup request) =>
        await _world.Ledger.RefusedAsync(code, _world.Authority, Contract.Contract, Contract.PostSetup, request);
}
