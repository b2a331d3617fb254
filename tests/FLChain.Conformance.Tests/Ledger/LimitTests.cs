using FLChain.Conformance.Tests.Consortium;
using FLChain.Fabric.Client;

namespace FLChain.Conformance.Tests.Ledger;

/// <summary>Large transactions at each limit and over it; what is over takes nothing else with it.</summary>
public sealed class LimitTests(ConformanceFixture fixture) : ConformanceTestBase(fixture)
{
    private const int Mebibyte = 1 << 20;

    [Fact]
    public async Task Transaction_JustBelowTheOrderersLimit_IsTaken()
    {
        // The value stands in the write set, and in nothing else: the argument is its length.
        var key = NewKey();
        await SubmitAsync(Step("big", key, $"{(10 * Mebibyte) - 20_000}"));
        Assert.Equal(2, (await EvaluateAsync(Step("range", key, key + "~", "1"))).Split('=').Length);
    }

    [Fact]
    public async Task Transaction_OverTheOrderersLimit_IsEndorsedAndRefusedAtSubmit()
    {
        var key = NewKey();
        var prepared = await EndorseAsync([Step("big", key, $"{10 * Mebibyte}")]);
        var failure = await Assert.ThrowsAsync<SubmitException>(() => prepared.SubmitAsync(Token));
        Assert.False(failure.IsOutcomeUnknown);
        Assert.Equal("(none)", await EvaluateAsync(Step("get", key)));
    }

    [Fact]
    public async Task Arguments_OfHalfAPeersMessage_ArriveAtTheChaincode() =>
        Assert.Equal("", await EvaluateAsync(Step("ignore", new string('x', 48 * Mebibyte))));

    [Fact]
    public async Task Arguments_OverHalfAPeersMessage_FailAndLeaveTheChaincodeUsable()
    {
        // A peer sends them twice, as arguments and within the proposal: over 50 MiB the message is larger than 100 MiB.
        var contract = Consortium.Probe(Connect(0, options => options with { Retry = Once }));
        await Assert.ThrowsAsync<EvaluateException>(() => contract.EvaluateAsync("run", Steps(Step("ignore", new string('x', 52 * Mebibyte))), cancellationToken: Token));
        Assert.Equal("xxx", await EvaluateAsync(Step("repeat", "3")));
    }

    [Fact]
    public async Task TransientData_LargerThanATransaction_BecomesAPrivateValue()
    {
        var key = NewKey();
        var done = await SubmitPrivateAsync(new byte[12 * Mebibyte], Consortium.Endorsers, Step("private-put", ConsortiumUnderTest.KeptCollection, key));
        Assert.Equal($"{12 * Mebibyte}", await EvaluateAsync(Step("private-size", ConsortiumUnderTest.KeptCollection, key)));
        await foreach (var block in Connect().GetNetwork(Consortium.Channel).BlocksAsync(done.BlockNumber, done.BlockNumber, Token))
            Assert.InRange(block.CalculateSize(), 1, 100_000);
    }

    [Fact]
    public async Task Answer_OfSeveralMebibytes_ComesBack() =>
        Assert.Equal(8 * Mebibyte, (await EvaluateAsync(Step("repeat", $"{8 * Mebibyte}"))).Length);

    [Fact]
    public async Task Answer_LargerThanAPeersMessage_IsRefusedByTheShimAndLeavesTheChaincodeUsable()
    {
        var failure = await Assert.ThrowsAsync<EvaluateException>(() => EvaluateAsync(Step("repeat", $"{100 * Mebibyte}")));
        Assert.Contains("larger than a peer takes", failure.ChaincodeMessage, StringComparison.Ordinal);
        Assert.Equal("xxx", await EvaluateAsync(Step("repeat", "3")));
    }

    [Fact]
    public async Task Value_LargerThanAPeersMessage_IsRefusedByTheShimAndLeavesTheChaincodeUsable()
    {
        var failure = await Assert.ThrowsAsync<EvaluateException>(() => EvaluateAsync(Step("big", NewKey(), $"{100 * Mebibyte}")));
        Assert.Contains("larger than a peer takes", failure.ChaincodeMessage, StringComparison.Ordinal);
        Assert.Equal("xxx", await EvaluateAsync(Step("repeat", "3")));
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(101, false)]
    public async Task TransientData_AtAndOverAPeersMessage(int mebibytes, bool arrives)
    {
        var options = new ProposalOptions { Transient = new Dictionary<string, ReadOnlyMemory<byte>> { ["value"] = new byte[mebibytes * Mebibyte] } };
        var evaluating = Consortium.Probe(Connect(0, each => each with { Retry = Once })).EvaluateAsync("run", Steps(Step("repeat", "3")), options, Token);
        if (arrives) Assert.Equal("xxx", System.Text.Encoding.UTF8.GetString(await evaluating));
        else await Assert.ThrowsAsync<EvaluateException>(() => evaluating);
        Assert.Equal("xxx", await EvaluateAsync(Step("repeat", "3")));
    }
}
