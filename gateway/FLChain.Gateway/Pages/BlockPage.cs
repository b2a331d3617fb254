using FLChain.Fabric.Protos;
using FLChain.Gateway.Pages.Markup;

namespace FLChain.Gateway.Pages;

/// <summary>A block with its transactions.</summary>
internal static class BlockPage
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/audit/blocks/{number:long}", Show).ForTheMarket();

    private static PageResult Show(HttpContext context, LedgerIndex index, long number)
    {
        using var session = index.Read();
        var block = session.FindBlock(number) ?? throw Problem.NotFound($"the index has no block {number}");
        return new PageResult(Layout.Page(context, $"Block {number}", Html.Of(
            $"""
            <h1>Block {Words.Amount(number)}</h1>
            {Parts.Facts(
                ("When", Words.Time(block.At)),
                ("Transactions", Html.Of($"{block.Transactions}, {block.Valid} in effect")),
                ("Hash of its header", Html.Of($"""<code class="wrap">{block.Hash}</code>""")))}
            {Parts.Table("Transactions", ["#Place", "Transaction", "What", "Verdict", "By", "When"], session.TransactionsOf(number).Select(Row), "It has none.")}
            <nav class="pages" aria-label="Blocks">{(number > 0 ? Html.Of($"""<a class="button quiet" href="/audit/blocks/{number - 1}">Block before</a>""") : null)}
            {(session.FindBlock(number + 1) is not null ? Html.Of($"""<a class="button quiet" href="/audit/blocks/{number + 1}">Block after</a>""") : null)}</nav>
            """)));
    }

    private static IReadOnlyList<Html> Row(TransactionEntry transaction) =>
    [
        Html.Of($"{transaction.Position}"),
        transaction.Id.Length > 0 ? Words.Id(transaction.Id) : Html.Of($"not readable"),
        Html.Of($"{(transaction.Function.Length > 0 ? transaction.Function : "not of the contracts")}"),
        Html.Of($"""<span class="badge {(transaction.Code == TxValidationCode.Valid ? "good" : "bad")}">{(transaction.Code == TxValidationCode.Valid ? "in effect" : Words.Of(transaction.Code))}</span>"""),
        Html.Of($"{transaction.Msp} {(transaction.Party.Length > 0 ? Words.Id(transaction.Party) : null)}"),
        Words.Time(transaction.At),
    ];
}
