using FLChain.Chaincode.Infrastructure;
using FLChain.Chaincode.Tests.Market;
using FLChain.Core.Encoding;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Shim;
using Contract = FLChain.Core.TransactionNames.Registry;

namespace FLChain.Chaincode.Tests.Infrastructure;

/// <summary>The policy needs both: the majority for the record, the authority's own peer for its seal.</summary>
public sealed class AuthoritySealTests : IDisposable
{
    private static readonly PolicySigner AuthorityPeer = new(MarketWorld.AuthorityMsp, PolicyRole.Peer);
    private static readonly PolicySigner[] TheOthers = [new("Trainers1MSP", PolicyRole.Peer), new("Trainers2MSP", PolicyRole.Peer), new("BuyersMSP", PolicyRole.Peer)];

    private readonly MarketWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task SetPolicy_First_PutsBothSealsUnderTheAuthority()
    {
        var policy = await _world.SetPolicyAsync(MarketWorld.Policy);
        Assert.Equal(PolicySeal.Of(policy), _world.Ledger.Read<PolicySeal>(Keys.PolicySeal));
        foreach (var key in new[] { Keys.PolicySeal, Keys.AuthoritySeal })
        {
            var own = _world.Ledger.State.PolicyOf(key)!;
            Assert.True(own.IsSatisfiedBy([AuthorityPeer]));
            Assert.False(own.IsSatisfiedBy(TheOthers));
        }

        Assert.Null(_world.Ledger.State.PolicyOf(Keys.Policy));
    }

    [Fact]
    public async Task SetPolicy_WithoutTheAuthoritysPeer_TakesNoEffect()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        var endorsed = await _world.Ledger.EndorseAsync(_world.Authority, Contract.Contract, Contract.SetPolicy, MarketWorld.Policy with { LeaderReward = 11 });
        Assert.Equal([ValidationCode.EndorsementPolicyFailure], _world.Ledger.Commit(endorsed with { Endorsers = TheOthers }));
        Assert.Equal([ValidationCode.Valid], _world.Ledger.Commit(endorsed with { Endorsers = [.. TheOthers, AuthorityPeer] }));
    }

    [Fact]
    public async Task Policy_PutOnTheLedgerByTheOthersAlone_IsRefusedEverywhere()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        await ForgeAsync(MarketWorld.Policy with { Version = 1, AuthorityMsp = _world.Buyer.MspId });
        await _world.Ledger.RefusedAsync(ErrorCodes.UnsealedPolicy, _world.Buyer, Contract.Contract, Contract.GetPolicy);
        await _world.Ledger.RefusedAsync(
            ErrorCodes.UnsealedPolicy, _world.NewTrainer(1), Contract.Contract, Contract.RegisterTrainer, new RegisterTrainer(MarketWorld.PublicKey, MarketWorld.Data));

        // Nor has it made anybody the authority.
        await _world.Ledger.RefusedAsync(ErrorCodes.AuthorityOnly, _world.Buyer, Contract.Contract, Contract.SetPolicy, MarketWorld.Policy);
    }

    [Fact]
    public async Task Policy_PutInPlaceOfTheSealedOne_IsReplacedByTheAuthority()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        await ForgeAsync(MarketWorld.Policy with { Version = 50 });
        var policy = await _world.SetPolicyAsync(MarketWorld.Policy);
        Assert.Equal(2, policy.Version);
        Assert.Equal(CanonicalJson.Encode(policy), CanonicalJson.Encode(await _world.Ledger.EvaluateAsync<Policy>(_world.Buyer, Contract.Contract, Contract.GetPolicy)));
    }

    [Fact]
    public async Task SetPolicy_HandsTheOfficeOver_TheSealsFollow()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        await _world.SetPolicyAsync(MarketWorld.Policy with { AuthorityMsp = _world.Buyer.MspId });
        foreach (var key in new[] { Keys.PolicySeal, Keys.AuthoritySeal })
        {
            Assert.False(_world.Ledger.State.PolicyOf(key)!.IsSatisfiedBy([AuthorityPeer]));
            Assert.True(_world.Ledger.State.PolicyOf(key)!.IsSatisfiedBy([new PolicySigner(_world.Buyer.MspId, PolicyRole.Peer)]));
        }
    }

    [Fact]
    public async Task SetPolicy_SameAuthority_LeavesTheSealsPoliciesAlone()
    {
        await _world.SetPolicyAsync(MarketWorld.Policy);
        var again = await _world.Ledger.EndorseAsync(_world.Authority, Contract.Contract, Contract.SetPolicy, MarketWorld.Policy);
        Assert.Empty(again.Sets.Policies);
        Assert.Contains(Keys.AuthoritySeal, again.Sets.Writes.Keys);
    }

    [Fact]
    public async Task Press_ByTwoTransactionsOfABlock_BothTakeEffect()
    {
        var ledger = new MemoryLedger(new PressingChaincode());
        var organization = _world.Organization("PressMSP");
        var caller = organization.Enrol("caller");
        var first = await ledger.EndorseAsync(ledger.Propose(caller, "press", null));
        var second = await ledger.EndorseAsync(ledger.Propose(caller, "press", null));
        Assert.Empty(first.Sets.Reads);
        Assert.Equal([ValidationCode.Valid, ValidationCode.Valid], ledger.Commit(first, second));
        Assert.Equal(new AuthorityMark(second.Proposal.TransactionId), ledger.Read<AuthorityMark>(Keys.AuthoritySeal));
    }

    // As a majority that does without the authority's peer can: it writes the record and cannot write the seal.
    private Task ForgeAsync(Policy policy)
    {
        var sets = new TransactionSets();
        sets.Writes[Keys.Policy] = CanonicalJson.Encode(policy);
        var forged = new Endorsement(_world.Ledger.Propose(_world.Buyer, "tests:Forge", null), ChaincodeResponse.Ok(), sets) { Endorsers = TheOthers };
        Assert.Equal([ValidationCode.Valid], _world.Ledger.Commit(forged));
        sets.Writes[Keys.PolicySeal] = CanonicalJson.Encode(PolicySeal.Of(policy));
        Assert.Equal([ValidationCode.EndorsementPolicyFailure], _world.Ledger.Commit(forged));
        return Task.CompletedTask;
    }

    private sealed class PressingChaincode : IChaincode
    {
        public async Task<ChaincodeResponse> InvokeAsync(IChaincodeStub stub, CancellationToken cancellationToken)
        {
            await AuthoritySeal.PressAsync(new LedgerContext(stub, new ChaincodeOptions { AuthorityMsp = MarketWorld.AuthorityMsp }));
            return ChaincodeResponse.Ok();
        }
    }
}
