using FLChain.Chaincode.Tests.Market;
using FLChain.Core.Events;
using Contract = FLChain.Core.TransactionNames.Registry;

namespace FLChain.Chaincode.Tests.Registry;

public sealed class PolicyChangeTests : IDisposable
{
    private readonly MarketWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task SetPolicy_First_StandsAsVersionOne()
    {
        var answer = await _world.SetPolicyAsync(MarketWorld.Policy with { Version = 77 });
        Assert.Equal(1, answer.Version);
        Assert.Equal(1, _world.Ledger.Read<Policy>(Keys.Policy)!.Version);
        Assert.Equal("1", _world.Ledger.LastEvent<LedgerEvent>("registry.SetPolicy").Reference);
    }

    [Fact]
    public async Task SetPolicy_Again_RaisesTheVersionAndReplacesTheValues()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        await _world.SetPolicyAsync(MarketWorld.Policy with { LeaderReward = 11 });
        var policy = await _world.Ledger.EvaluateAsync<Policy>(_world.Buyer, Contract.Contract, Contract.GetPolicy);
        Assert.Equal((2, 11L), (policy.Version, policy.LeaderReward));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SetPolicy_ByAnotherOrganization_IsRefused(bool hasPolicy)
    {
        if (hasPolicy) await _world.SetPolicyAsync(MarketWorld.Policy);
        var own = MarketWorld.Policy with { AuthorityMsp = _world.Buyer.MspId };
        await _world.Ledger.RefusedAsync(ErrorCodes.AuthorityOnly, _world.Buyer, Contract.Contract, Contract.SetPolicy, own);
    }

    [Fact]
    public async Task SetPolicy_NamesAnotherAuthority_HandsTheOfficeOver()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy with { AuthorityMsp = _world.Buyer.MspId });
        await _world.Ledger.RefusedAsync(ErrorCodes.AuthorityOnly, _world.Authority, Contract.Contract, Contract.SetPolicy, MarketWorld.Policy);
        var back = await _world.Ledger.SubmitAsync<Policy>(_world.Buyer, Contract.Contract, Contract.SetPolicy, MarketWorld.Policy);
        Assert.Equal(2, back.Version);
    }

    public static TheoryData<string, Func<Policy, Policy>> Unsound => new()
    {
        { "reward below fee", policy => policy with { ReportReward = policy.ReportFee } },
        { "deposit not far above price", policy => policy with { MaxPrice = (policy.RegistrationDeposit / 10) + 1 } },
        { "model fee above intention fees", policy => policy with { ModelFee = (policy.IntentionFee * policy.MinContributors) + 1 } },
        { "negative amount", policy => policy with { LeaderReward = -1 } },
        { "one contributor", policy => policy with { MinContributors = 1 } },
        { "ratio above one", policy => policy with { InitialReliability = 1_000_001 } },
        { "phase of no time", policy => policy with { MinPhaseSeconds = 0 } },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public async Task SetPolicy_BreaksARuleOfTheMarket_IsRefused(string rule, Func<Policy, Policy> change)
    {
        Assert.NotEmpty(rule);
        await _world.Ledger.RefusedAsync(ErrorCodes.UnsoundPolicy, _world.Authority, Contract.Contract, Contract.SetPolicy, change(MarketWorld.Policy));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("off the curve")]
    [InlineData("longer")]
    public async Task SetPolicy_AuthorityKeyIsNone_IsRefused(string kind)
    {
        byte[] key = [.. MarketWorld.PublicKey];
        if (kind == "off the curve") key[^1] ^= 1;
        else if (kind == "longer") key = [.. key, 0];
        else key = Convert.FromHexString(kind);
        await _world.Ledger.RefusedAsync(ErrorCodes.BadArgument, _world.Authority, Contract.Contract, Contract.SetPolicy, MarketWorld.Policy with { AuthorityKey = key });
    }

    [Fact]
    public async Task GetPolicy_BeforeTheFirst_IsRefused() =>
        await _world.Ledger.RefusedAsync(ErrorCodes.NoPolicy, _world.Buyer, Contract.Contract, Contract.GetPolicy);

    [Fact]
    public async Task SetPolicy_TwiceOnTheSameState_SecondConflicts()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        var first = await _world.Ledger.EndorseAsync(_world.Authority, Contract.Contract, Contract.SetPolicy, MarketWorld.Policy);
        var second = await _world.Ledger.EndorseAsync(_world.Authority, Contract.Contract, Contract.SetPolicy, MarketWorld.Policy);
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _world.Ledger.Commit(first, second));
    }

    [Fact]
    public async Task SetPolicy_AuthorityMspOfTheProposalsCase_IsComparedByOrdinals() =>
        await _world.Ledger.RefusedAsync(
            ErrorCodes.AuthorityOnly,
            _world.Organization(MarketWorld.AuthorityMsp.ToUpperInvariant()).Enrol("impostor"),
            Contract.Contract,
            Contract.SetPolicy,
            MarketWorld.Policy);
}
