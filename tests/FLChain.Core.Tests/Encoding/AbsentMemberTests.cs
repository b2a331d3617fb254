using FLChain.Core.Encoding;
using FLChain.Core.Records;
using FLChain.Core.Requests;

namespace FLChain.Core.Tests.Encoding;

/// <summary>A member that may be absent is left out, and what was written must be read again; one that may not be absent is demanded.</summary>
public sealed class AbsentMemberTests
{
    [Fact]
    public void Decode_NullableMemberWithoutDefaultLeftOut_RoundTrips()
    {
        var request = new SubmitGradient("flm", 1, "d", [1]);
        var encoded = CanonicalJson.Encode(new Holder("x", null));
        Assert.Equal("""{"name":"x"}""", System.Text.Encoding.UTF8.GetString(encoded));
        Assert.Equal(new Holder("x", null), CanonicalJson.Decode<Holder>(encoded));
        Assert.Null(CanonicalJson.Decode<SubmitGradient>(CanonicalJson.Encode(request)).Evaluations);
    }

    [Fact]
    public void Decode_NullableMemberPresent_KeepsIt()
    {
        var holder = new Holder("x", new Artifact("d", "k", 3));
        Assert.Equal(holder, CanonicalJson.Decode<Holder>(CanonicalJson.Encode(holder)));
    }

    [Theory]
    [InlineData("""{"artifact":null,"name":"x"}""")]
    [InlineData("""{"artifact":{"bytes":1,"digest":"d","keyHash":"k"}}""")]
    [InlineData("""{}""")]
    public void Decode_NullWrittenOrRequiredMemberMissing_Refuses(string text) =>
        Assert.Throws<CanonicalFormatException>(() => CanonicalJson.Decode<Holder>(System.Text.Encoding.UTF8.GetBytes(text)));

    private sealed record Holder(string Name, Artifact? Artifact);
}
