using FLChain.Conformance.Tests.Consortium;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;

namespace FLChain.Conformance.Tests.Shim;

/// <summary>Keys with an endorsement policy of their own.</summary>
public sealed class KeyPolicyTests(ConformanceFixture fixture) : ConformanceTestBase(fixture)
{
    private string Last => Consortium.Organizations[^1].MspId;

    [Fact]
    public async Task Policy_IsReadBack_AndGoesWithTheKey()
    {
        var key = NewKey();
        await SubmitAsync(Step("put", key, "1"), Step("protect", key, Last));
        Assert.Equal(Convert.ToHexStringLower(SignaturePolicy.AllOf(Last).ToBytes()), await EvaluateAsync(Step("protection", key)));
        await SubmitAsync(Step("delete", key));
        await SubmitAsync(Step("put", key, "2"));
        Assert.Equal("", await EvaluateAsync(Step("protection", key)));
    }

    [Fact]
    public async Task Write_OfAProtectedKey_NeedsItsPolicyAndNotTheMajority()
    {
        var key = NewKey();
        await SubmitAsync(Step("put", key, "1"), Step("protect", key, Last));
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, (await CommitAsync(await EndorseAsync([Step("put", key, "2")], Consortium.Endorsers))).Code);
        Assert.Equal("1", await EvaluateAsync(Step("get", key)));
        Assert.Equal(TxValidationCode.Valid, (await CommitAsync(await EndorseAsync([Step("put", key, "3")], Last))).Code);
        Assert.Equal("3", await EvaluateAsync(Step("get", key)));
    }

    [Fact]
    public async Task Write_BesideAnOrdinaryKey_NeedsBoth_AndTheGatewayAsksForBoth()
    {
        var (key, other) = (NewKey(), NewKey());
        await SubmitAsync(Step("put", key, "1"), Step("protect", key, Last));
        string[] steps = [Step("put", key, "2"), Step("put", other, "2")];
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, (await CommitAsync(await EndorseAsync(steps, Last))).Code);
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, (await CommitAsync(await EndorseAsync(steps, Consortium.Endorsers))).Code);
        await SubmitAsync(steps);
        Assert.Equal("2\n2", await EvaluateAsync(Step("get", key), Step("get", other)));
    }

    [Fact]
    public async Task PolicyChange_IsGovernedByThePolicyInForce_AndRaisesTheVersion()
    {
        var key = NewKey();
        await SubmitAsync(Step("put", key, "1"), Step("protect", key, Last));
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, (await CommitAsync(await EndorseAsync([Step("protect", key)], Consortium.Endorsers))).Code);
        var reader = await EndorseAsync([Step("get", key), Step("put", NewKey(), "1")], Consortium.Endorsers);
        Assert.Equal(TxValidationCode.Valid, (await CommitAsync(await EndorseAsync([Step("protect", key)], Last))).Code);
        Assert.Equal(TxValidationCode.MvccReadConflict, (await CommitAsync(reader)).Code);
        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, (await CommitAsync(await EndorseAsync([Step("put", key, "2")], Last))).Code);
        Assert.Equal(TxValidationCode.Valid, (await CommitAsync(await EndorseAsync([Step("put", key, "2")], Consortium.Endorsers))).Code);
        Assert.Equal(2, (await EvaluateAsync(Step("history", key))).Split(',').Length);
    }

    [Fact]
    public async Task PolicyOfAKeyThatIsNotThere_HasNoEffect()
    {
        var key = NewKey();
        await SubmitAsync(Step("protect", key, Last));
        Assert.Equal("", await EvaluateAsync(Step("protection", key)));
        Assert.Equal(TxValidationCode.Valid, (await CommitAsync(await EndorseAsync([Step("put", key, "1")], Consortium.Endorsers))).Code);
    }

    [Fact]
    public async Task PrivateKey_UnderAPolicy_IsJudgedByItAndStaysReadable()
    {
        const string kept = ConsortiumUnderTest.KeptCollection;
        var key = NewKey();
        var second = Consortium.Organizations[1].MspId;
        await SubmitPrivateAsync("secret"u8.ToArray(), Consortium.Endorsers, Step("private-put", kept, key));
        Assert.Equal(TxValidationCode.Valid, (await CommitAsync(await EndorseAsync([Step("private-protect", kept, key, second)], Consortium.Endorsers))).Code);
        Assert.Equal($"secret\n{Convert.ToHexStringLower(SignaturePolicy.AllOf(second).ToBytes())}", await EvaluateAsync(Step("private-get", kept, key), Step("private-protection", kept, key)));
        Assert.Equal(
            TxValidationCode.EndorsementPolicyFailure,
            (await CommitAsync(await EndorseAsync([Step("private-delete", kept, key)], Consortium.Organizations[0].MspId, Consortium.Organizations[2].MspId, Last))).Code);
        Assert.Equal(TxValidationCode.Valid, (await CommitAsync(await EndorseAsync([Step("private-delete", kept, key)], second))).Code);
        Assert.Equal("(none)", await EvaluateAsync(Step("private-get", kept, key)));
    }
}
