using FLChain.Fabric.Client;
using FLChain.Fabric.Protos;

namespace FLChain.Conformance.Tests.Ledger;

/// <summary>Transactions that were endorsed on a state which has changed since.</summary>
public sealed class ConflictTests(ConformanceFixture fixture) : ConformanceTestBase(fixture)
{
    [Fact]
    public async Task Read_OfAKeyThatWasWrittenSince_Conflicts()
    {
        var key = NewKey();
        await SubmitAsync(Step("put", key, "1"));
        var (first, second) = (await EndorseAsync([Step("get", key), Step("put", key, "2")]), await EndorseAsync([Step("get", key), Step("put", key, "3")]));
        Assert.Equal(TxValidationCode.Valid, (await CommitAsync(first)).Code);
        Assert.Equal(TxValidationCode.MvccReadConflict, (await CommitAsync(second)).Code);
        Assert.Equal("2", await EvaluateAsync(Step("get", key)));
    }

    [Fact]
    public async Task Read_OfAKeyThatWasNotThere_ConflictsOnceItIs()
    {
        var key = NewKey();
        var stale = await EndorseAsync([Step("get", key), Step("put", NewKey(), "1")]);
        await SubmitAsync(Step("put", key, "1"));
        Assert.Equal(TxValidationCode.MvccReadConflict, (await CommitAsync(stale)).Code);
    }

    [Fact]
    public async Task Write_WithoutARead_NeverConflicts()
    {
        var key = NewKey();
        var (first, second) = (await EndorseAsync([Step("put", key, "1")]), await EndorseAsync([Step("put", key, "2")]));
        Assert.Equal(TxValidationCode.Valid, (await CommitAsync(second)).Code);
        Assert.Equal(TxValidationCode.Valid, (await CommitAsync(first)).Code);
        Assert.Equal("1", await EvaluateAsync(Step("get", key)));
    }

    [Theory]
    [InlineData("appears", "b", TxValidationCode.PhantomReadConflict)]
    [InlineData("changes", "a", TxValidationCode.PhantomReadConflict)]
    [InlineData("goes", "a", TxValidationCode.PhantomReadConflict)]
    [InlineData("appears behind it", "z", TxValidationCode.Valid)]
    public async Task Range_InWhichAKey_IsAPhantom(string what, string name, TxValidationCode expected)
    {
        var p = NewKey("phantom");
        await SubmitAsync(Step("put", p + "a", "1"), Step("put", p + "c", "1"));
        var stale = await EndorseAsync([Step("range", p, p + "d"), Step("put", NewKey(), "1")]);
        await SubmitAsync(what == "goes" ? Step("delete", p + name) : Step("put", p + name, "2"));
        Assert.Equal(expected, (await CommitAsync(stale)).Code);
    }

    [Fact]
    public async Task Range_LongEnoughToBeHashed_IsJudgedAlike()
    {
        var p = NewKey("merkle");
        await SubmitAsync([.. Enumerable.Range(0, 120).Select(i => Step("put", $"{p}{i:d3}", "1"))]);
        var unchanged = await EndorseAsync([Step("range", p, p + "~"), Step("put", NewKey(), "1")]);
        Assert.Equal(TxValidationCode.Valid, (await CommitAsync(unchanged)).Code);
        var stale = await EndorseAsync([Step("range", p, p + "~"), Step("put", NewKey(), "1")]);
        await SubmitAsync(Step("put", $"{p}077", "2"));
        Assert.Equal(TxValidationCode.PhantomReadConflict, (await CommitAsync(stale)).Code);
    }

    [Fact]
    public async Task Conflict_OfAWholeSubmit_IsTriedAgainByTheClient()
    {
        var key = NewKey();
        await SubmitAsync(Step("put", key, "0"));
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => SubmitAsync(Step("get", key), Step("put", key, $"{i}"))));
        Assert.Equal(4, results.Select(result => result.TransactionId).Distinct().Count());
        Assert.Equal(5, (await EvaluateAsync(Step("history", key))).Split(',').Length);
    }

    [Fact]
    public async Task Conflict_WithoutRetries_IsAnExceptionThatSaysSo()
    {
        var key = NewKey();
        await SubmitAsync(Step("put", key, "0"));
        var options = new SubmitOptions { Retry = Once };
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            try
            {
                await Probe.SubmitAsync("run", Steps(Step("get", key), Step("sleep", "300"), Step("put", key, $"{i}")), options, Token);
                return null;
            }
            catch (CommitException conflict)
            {
                return conflict;
            }
        }));
        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<CommitException>(), conflict => Assert.True(conflict.IsConflict));
    }
}
