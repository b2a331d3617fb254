using FLChain.Core.Filters;
using FLChain.Core.Records;
using FLChain.Gateway.Index;
using FLChain.Gateway.Problems;
using FLChain.Gateway.Rest;
using FLChain.Gateway.Tests.Index;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>A filter so small that it is often wrong.</summary>
public sealed class FilterDeskTests : IDisposable
{
    private const int Models = 40;

    private readonly TemporaryFolder _folder = new();
    private readonly LedgerIndex _index;
    private readonly FilterDesk _desk;

    public FilterDeskTests()
    {
        _index = LedgerIndex.Open(new LedgerIndexOptions
        {
            Path = _folder["index.db"],
            Channel = TestChain.Channel,
            Chaincode = TestChain.Chaincode,
            Filter = new FilterOptions { Bytes = 64 },
        });
        var chain = new TestChain();
        chain.AddBlock("federation:PublishModel", [.. Enumerable.Range(0, Models).Select(number => TestRecords.Model($"flm-{number}", number % 2 == 0 ? ModelStatus.Onsale : ModelStatus.Problematic))]);
        _index.Apply(chain.Blocks);
        _desk = new FilterDesk(_index);
    }

    public void Dispose()
    {
        _index.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Ask_OfModelsThatAreNot_CountsTheWrongYeses()
    {
        var answers = Enumerable.Range(0, 200).Select(number => _desk.Ask($"flm-none-{number}")).ToList();
        var wrong = answers.Count(answer => answer.Filter != FilterAnswer.Neither);
        Assert.InRange(wrong, 1, 200);
        var figures = _desk.Figures();
        Assert.Equal((200L, (long)wrong, wrong / 200d), (figures.Asked, figures.WrongYes, figures.MeasuredFalsePositives));
    }

    [Fact]
    public void Ask_BothFiltersSayYes_IsLookedUp()
    {
        var ambiguous = Enumerable.Range(0, Models).Select(number => (Number: number, Answer: _desk.Ask($"flm-{number}"))).Where(each => each.Answer.Filter == FilterAnswer.Ambiguous).ToList();
        Assert.NotEmpty(ambiguous);
        Assert.All(ambiguous, each => Assert.Equal((each.Number % 2 == 0 ? ModelStatus.Onsale : ModelStatus.Problematic, true), (each.Answer.Status, each.Answer.LookedUp)));
        Assert.Equal(Models - ambiguous.Count, _desk.Figures().Alone);
    }

    [Fact]
    public void RequireOnSale_TheFiltersNo_EndsItOnlyWhileTheIndexFollows()
    {
        var no = Enumerable.Range(0, 10_000).Select(number => $"flm-none-{number}").First(fid => _index.Views.Filter.Ask(fid) == FilterAnswer.Neither);
        _desk.RequireOnSale(no);
        _index.LedgerHas(1, 1);
        Assert.Throws<ProblemException>(() => _desk.RequireOnSale(no));
        _index.LedgerHas(2, 2);
        _desk.RequireOnSale(no);
        _index.LedgerHas(1, 3);
        _index.InTrouble("no peer");
        _desk.RequireOnSale(no);
        var figures = _desk.Figures();
        Assert.Equal((4L, 1L, 0L), (figures.Purchases, figures.Refused, figures.Asked));
    }
}
