using FLChain.Core.Filters;
using FLChain.Core.Records;
using FsCheck;
using FsCheck.Fluent;

namespace FLChain.Core.Tests.Filters;

public sealed class ModelFilterTests
{
    private static readonly FilterOptions Small = new() { Bytes = 4096 };

    [Theory]
    [InlineData(ModelStatus.Unavailable, FilterAnswer.Neither)]
    [InlineData(ModelStatus.Onsale, FilterAnswer.OnSale)]
    [InlineData(ModelStatus.Problematic, FilterAnswer.InJudging)]
    public void Ask_OneModel_AnswersItsStatus(ModelStatus status, FilterAnswer expected)
    {
        var filter = new ModelFilter();
        Assert.True(filter.TryMove("flm-digits", ModelStatus.Unavailable, status));
        Assert.Equal(expected, filter.Ask("flm-digits"));
        Assert.Equal(FilterAnswer.Neither, filter.Ask("flm-others"));
    }

    [Fact]
    public void Ask_ModelInBothFilters_IsAmbiguous()
    {
        // What a wrong yes of the other filter looks like.
        var filter = new ModelFilter();
        filter.TryMove("flm-digits", ModelStatus.Unavailable, ModelStatus.Onsale);
        filter.TryMove("flm-digits", ModelStatus.Unavailable, ModelStatus.Problematic);
        Assert.Equal(FilterAnswer.Ambiguous, filter.Ask("flm-digits"));
    }

    [Theory]
    [InlineData(ModelStatus.Onsale, ModelStatus.Problematic)]
    [InlineData(ModelStatus.Onsale, ModelStatus.Unavailable)]
    [InlineData(ModelStatus.Onsale, ModelStatus.Onsale)]
    [InlineData(ModelStatus.Problematic, ModelStatus.Onsale)]
    public void TryMove_OutOfAFilterThatDoesNotHoldTheModel_IsRefusedAndChangesNothing(ModelStatus from, ModelStatus to)
    {
        var filter = new ModelFilter();
        var other = from == ModelStatus.Onsale ? ModelStatus.Problematic : ModelStatus.Onsale;
        filter.TryMove("flm-digits", ModelStatus.Unavailable, other);
        filter.TryMove("flm-more", ModelStatus.Unavailable, from);
        var before = filter.Digest();
        Assert.False(filter.TryMove("flm-digits", from, to));
        Assert.False(filter.TryMove("flm-absent", from, to));
        Assert.Equal(before, filter.Digest());
        Assert.Equal((1, 1), (filter.OnSale.Count, filter.InJudging.Count));
    }

    [Fact]
    public void TryMove_LastOneOut_LeavesTheEmptyFilter()
    {
        var filter = new ModelFilter(Small);
        for (var i = 0; i < 300; i++) Assert.True(filter.TryMove($"flm-{i}", ModelStatus.Unavailable, ModelStatus.Onsale));
        for (var i = 0; i < 300; i++) Assert.True(filter.TryMove($"flm-{i}", ModelStatus.Onsale, ModelStatus.Problematic));
        for (var i = 0; i < 300; i++) Assert.True(filter.TryMove($"flm-{i}", ModelStatus.Problematic, ModelStatus.Unavailable));
        Assert.Equal(0, filter.OnSale.SaturatedCounters + filter.InJudging.SaturatedCounters);
        Assert.Equal(new ModelFilter(Small).Digest(), filter.Digest());
        Assert.False(filter.TryMove("flm-1", ModelStatus.Onsale, ModelStatus.Unavailable));
    }

    /// <summary>Any history leaves the filter of its outcome, and no model is ever missed.</summary>
    [Fact]
    public void TryMove_AnyHistory_LeavesTheFilterOfItsOutcome() =>
        Prop.ForAll(History.ToArbitrary(), history =>
        {
            var filter = new ModelFilter(Small);
            var status = new Dictionary<string, ModelStatus>();
            foreach (var (fid, to) in history)
            {
                Assert.True(filter.TryMove(fid, status.GetValueOrDefault(fid), to));
                status[fid] = to;
            }

            var fresh = new ModelFilter(Small);
            foreach (var (fid, to) in status) fresh.TryMove(fid, ModelStatus.Unavailable, to);
            Assert.Equal(fresh.Digest(), filter.Digest());
            Assert.All(status, model => Assert.True(Agrees(filter.Ask(model.Key), model.Value)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>Counters that overflow stay up: what is in the filter is found, whatever else was taken out.</summary>
    [Fact]
    public void TryMove_CountersOverflow_NeverLosesAModel()
    {
        var filter = new ModelFilter(new FilterOptions { Bytes = FilterOptions.MinBytes, Hashes = 16 });
        for (var i = 0; i < 2_000; i++) filter.TryMove($"gone-{i}", ModelStatus.Unavailable, ModelStatus.Onsale);
        filter.TryMove("flm-digits", ModelStatus.Unavailable, ModelStatus.Onsale);
        Assert.True(filter.OnSale.SaturatedCounters > 0);
        for (var i = 0; i < 2_000; i++) Assert.True(filter.TryMove($"gone-{i}", ModelStatus.Onsale, ModelStatus.Unavailable));
        Assert.Equal(FilterAnswer.OnSale, filter.Ask("flm-digits"));
        Assert.Equal(1, filter.OnSale.Count);
    }

    [Fact]
    public void Seed_Another_GivesOtherCounters()
    {
        var one = new ModelFilter(Small);
        var two = new ModelFilter(Small with { Seed = Enumerable.Repeat((byte)7, FilterOptions.SeedBytes).ToArray() });
        foreach (var filter in new[] { one, two }) filter.TryMove("flm-digits", ModelStatus.Unavailable, ModelStatus.Onsale);
        Assert.NotEqual(one.Digest(), two.Digest());
        Assert.Equal(FilterAnswer.OnSale, two.Ask("flm-digits"));
    }

    [Fact]
    public void Ask_LongestAndOddNames_Works()
    {
        var filter = new ModelFilter();
        var name = new string('ü', 10_000);
        Assert.True(filter.TryMove(name, ModelStatus.Unavailable, ModelStatus.Onsale));
        Assert.Equal(FilterAnswer.OnSale, filter.Ask(name));
        Assert.Equal(FilterAnswer.Neither, filter.Ask(""));
    }

    /// <summary>While models move between the filters, no reader is told that they are in neither.</summary>
    [Fact]
    public async Task Ask_WhileModelsMove_NeverSaysNeither()
    {
        var filter = new ModelFilter();
        filter.TryMove("flm-digits", ModelStatus.Unavailable, ModelStatus.Onsale);
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var asked = 0;
            for (; !stop.IsCancellationRequested; asked++) Assert.NotEqual(FilterAnswer.Neither, filter.Ask("flm-digits"));
            return asked;
        });
        var status = ModelStatus.Onsale;
        for (var i = 0; i < 20_000; i++)
        {
            var next = status == ModelStatus.Onsale ? ModelStatus.Problematic : ModelStatus.Onsale;
            Assert.True(filter.TryMove("flm-digits", status, next));
            status = next;
        }

        await stop.CancelAsync();
        Assert.True(await reader > 0);
    }

    [Theory]
    [InlineData(0, 4, 32)]
    [InlineData(100, 4, 32)]
    [InlineData(32, 4, 32)]
    [InlineData(1024, 0, 32)]
    [InlineData(1024, 17, 32)]
    [InlineData(1024, 4, 31)]
    public void Options_OutOfRange_AreRefused(int bytes, int hashes, int seedBytes) =>
        Assert.Throws<ArgumentException>(() => new ModelFilter(new FilterOptions { Bytes = bytes, Hashes = hashes, Seed = new byte[seedBytes] }));

    [Fact]
    public void Bytes_OfTheDefault_AreOneMebibyteInAll()
    {
        var filter = new ModelFilter();
        Assert.Equal(524_288, filter.OnSale.CountersPerFilter);
        // Two dual filters of two filters each, half a byte to a counter.
        Assert.Equal(1 << 20, 2 * (filter.OnSale.CountersPerFilter + filter.InJudging.CountersPerFilter) / 2);
    }

    private static bool Agrees(FilterAnswer answer, ModelStatus status) => status switch
    {
        ModelStatus.Onsale => answer is FilterAnswer.OnSale or FilterAnswer.Ambiguous,
        ModelStatus.Problematic => answer is FilterAnswer.InJudging or FilterAnswer.Ambiguous,
        _ => true,
    };

    private static Gen<List<(string Fid, ModelStatus To)>> History =>
        (from number in Gen.Choose(0, 20)
         from status in Gen.Elements(Enum.GetValues<ModelStatus>())
         select ($"flm-{number}", status)).ListOf();
}
