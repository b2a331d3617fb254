using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Tests.Policies;

public sealed class SignaturePolicyTests
{
    private static readonly PolicySigner A = new("A", PolicyRole.Peer);
    private static readonly PolicySigner B = new("B", PolicyRole.Peer);
    private static readonly PolicySigner C = new("C", PolicyRole.Peer);

    [Fact]
    public void ToBytes_OfOneOrganization_IsFabricsEnvelope() =>
        // rule { n_out_of { n: 1, rules { signed_by: 0 } } }, identities { principal { "AuthorityMSP", PEER } }
        Assert.Equal(
            "12081206080112020800" + "1a121210" + "0a0c" + Convert.ToHexStringLower("AuthorityMSP"u8) + "1003",
            Convert.ToHexStringLower(SignaturePolicy.AllOf("AuthorityMSP").ToBytes()));

    [Fact]
    public void AllOf_WantsAPeerOfEach()
    {
        var policy = SignaturePolicy.AllOf("A", "B");
        Assert.True(policy.IsSatisfiedBy([B, A]));
        Assert.False(policy.IsSatisfiedBy([A]));
        Assert.False(policy.IsSatisfiedBy([A, A]));
        Assert.False(policy.IsSatisfiedBy([A, new PolicySigner("B", PolicyRole.Client)]));
        Assert.False(policy.IsSatisfiedBy([A, new PolicySigner("b", PolicyRole.Peer)]));
        Assert.False(policy.IsSatisfiedBy([]));
    }

    [Fact]
    public void AnyOf_IsContentWithOne()
    {
        Assert.True(SignaturePolicy.AnyOf("A", "B").IsSatisfiedBy([B]));
        Assert.False(SignaturePolicy.AnyOf("A", "B").IsSatisfiedBy([C]));
    }

    [Fact]
    public void OutOf_Nested_CountsEachSignatureOnce()
    {
        // B, and besides it one of A and B: one signature of B does not do for both.
        var policy = SignaturePolicy.OutOf(2, SignaturePolicy.AllOf("B"), SignaturePolicy.AnyOf("A", "B"));
        Assert.True(policy.IsSatisfiedBy([A, B]));
        Assert.True(policy.IsSatisfiedBy([B, B]));
        Assert.False(policy.IsSatisfiedBy([B]));
    }

    [Fact]
    public void OutOf_RuleThatNeedsFewer_TakesAllThatFitsAllTheSame()
    {
        // Fabric's evaluation does not stop at the number it needs: the first rule takes A and B, and none is left for the second.
        var policy = SignaturePolicy.OutOf(2, SignaturePolicy.AnyOf("A", "B"), SignaturePolicy.AllOf("B"));
        Assert.False(policy.IsSatisfiedBy([A, B]));
    }

    [Fact]
    public void OutOf_RuleThatFails_GivesBackWhatItTook()
    {
        var policy = SignaturePolicy.OutOf(1, SignaturePolicy.AllOf("A", "C"), SignaturePolicy.AllOf("A"));
        Assert.True(policy.IsSatisfiedBy([A]));
    }

    [Fact]
    public void SignedBy_AMember_TakesAnyPartOfTheOrganization()
    {
        var policy = SignaturePolicy.SignedBy(new PolicySigner("A", PolicyRole.Member));
        Assert.True(policy.IsSatisfiedBy([new PolicySigner("A", PolicyRole.Client)]));
        Assert.True(policy.IsSatisfiedBy([A]));
        Assert.False(SignaturePolicy.SignedBy(new PolicySigner("A", PolicyRole.Admin)).IsSatisfiedBy([A]));
    }

    [Fact]
    public void TryParse_OfItsOwnBytes_GivesTheSamePolicy()
    {
        var policy = SignaturePolicy.OutOf(2, SignaturePolicy.AllOf("B"), SignaturePolicy.SignedBy(new PolicySigner("C", PolicyRole.Admin)), SignaturePolicy.AnyOf("A", "B"));
        Assert.True(SignaturePolicy.TryParse(policy.ToBytes(), out var read));
        Assert.Equal(policy.ToBytes(), read.ToBytes());
        Assert.True(read.IsSatisfiedBy([A, B]));
        Assert.False(read.IsSatisfiedBy([A]));
    }

    public static TheoryData<string, byte[]> Unreadable => new()
    {
        { "no protobuf", [0xff, 0xff] },
        { "empty", [] },
        { "no rule", new SignaturePolicyEnvelope { Identities = { Principal("A", 3) } }.ToByteArray() },
        { "version", new SignaturePolicyEnvelope { Version = 1, Rule = new SignatureRule { SignedBy = 0 }, Identities = { Principal("A", 3) } }.ToByteArray() },
        { "rule of no kind", new SignaturePolicyEnvelope { Rule = new SignatureRule(), Identities = { Principal("A", 3) } }.ToByteArray() },
        { "place behind the identities", new SignaturePolicyEnvelope { Rule = new SignatureRule { SignedBy = 1 }, Identities = { Principal("A", 3) } }.ToByteArray() },
        { "negative place", new SignaturePolicyEnvelope { Rule = new SignatureRule { SignedBy = -1 }, Identities = { Principal("A", 3) } }.ToByteArray() },
        { "unknown role", new SignaturePolicyEnvelope { Rule = new SignatureRule { SignedBy = 0 }, Identities = { Principal("A", 9) } }.ToByteArray() },
        { "no organization", new SignaturePolicyEnvelope { Rule = new SignatureRule { SignedBy = 0 }, Identities = { Principal("", 3) } }.ToByteArray() },
        { "principal of another kind", new SignaturePolicyEnvelope { Rule = new SignatureRule { SignedBy = 0 }, Identities = { new MspPrincipal { PrincipalClassification = MspPrincipal.Types.Classification.Identity } } }.ToByteArray() },
        { "principal that is none", new SignaturePolicyEnvelope { Rule = new SignatureRule { SignedBy = 0 }, Identities = { new MspPrincipal { Principal = ByteString.CopyFrom(0xff) } } }.ToByteArray() },
        { "deep", Deep() },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Unreadable))]
    public void TryParse_Anything_SaysNoAndDoesNotThrow(string what, byte[] bytes)
    {
        Assert.False(SignaturePolicy.TryParse(bytes, out var policy), what);
        Assert.Null(policy);
    }

    [Fact]
    public void Arguments_ThatMakeNoPolicy_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => SignaturePolicy.AllOf());
        Assert.Throws<ArgumentException>(() => SignaturePolicy.AllOf("A", "A"));
        Assert.Throws<ArgumentException>(() => SignaturePolicy.AnyOf("A", ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => SignaturePolicy.OutOf(3, "A", "B"));
        Assert.Throws<ArgumentOutOfRangeException>(() => SignaturePolicy.OutOf(0, "A", "B"));
        Assert.ThrowsAny<ArgumentException>(() => SignaturePolicy.SignedBy(default));
    }

    private static MspPrincipal Principal(string mspId, int role) =>
        new() { Principal = new MspRolePrincipal { MspIdentifier = mspId, Role = role }.ToByteString() };

    private static byte[] Deep()
    {
        var rule = new SignatureRule { SignedBy = 0 };
        for (int i = 0; i < 500; i++) rule = new SignatureRule { NOutOf = new ThresholdRule { N = 1, Rules = { rule } } };
        return new SignaturePolicyEnvelope { Rule = rule, Identities = { Principal("A", 3) } }.ToByteArray();
    }
}
