using FLChain.Gateway.Pages.Markup;
using FLChain.Gateway.Rest;

namespace FLChain.Gateway.Pages;

/// <summary>Trying a bought model by drawing a digit: it runs in the browser, and what is drawn stays there.</summary>
internal static class TryPage
{
    // 28 by 28 pixels in, ten digits out: what the built-in models of drawn digits have.
    private const string Digits = " 784x";
    private const string TenLabels = "x10";

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/purchases/{fid}/{purchaseId}/try", Show).For(Role.Buyer);

    private static PageResult Show(HttpContext context, LedgerIndex index, string fid, string purchaseId)
    {
        using var session = index.Read();
        var purchase = PurchasePage.Require(context, session, fid, purchaseId);
        if (purchase.State != PurchaseState.Settled) throw new ProblemException(StatusCodes.Status409Conflict, GatewayErrorCodes.BadRequest, "the purchase is not settled: open it first");
        var model = ModelsApi.Require(session, fid).Record;
        return new PageResult(Layout.Page(context, $"Try {model.Title}", Html.Of(
            $"""
            <h1>Try <a href="/models/{fid}">{model.Title}</a></h1>
            {Body(model, $"/purchases/{fid}/{purchaseId}")}
            """), "try.js"));
    }

    private static Html Body(ModelRecord model, string path)
    {
        var architecture = model.Terms.ModelDescription;
        if (!architecture.Contains(Digits, StringComparison.Ordinal) || !architecture.EndsWith(TenLabels, StringComparison.Ordinal))
            return Html.Of($"""<p class="notice">This model ({architecture}) does not take pictures of digits. <a href="{path}/model.onnx" download>Download it</a> and run it with ONNX Runtime.</p>""");
        if (!BrowserRuntime.IsThere)
            return Html.Of($"""<p class="notice warn">ONNX Runtime for the browser was not restored when this gateway was built. Install Node 20 or later, run <code>make browser</code>, build again, and start the gateway anew. Until then, <a href="{path}/model.onnx" download>download the model</a>.</p>""");
        return Html.Of(
            $"""
            <p>Draw a digit from 0 to 9. The model runs in your browser; what you draw does not leave it.</p>
            <div class="try" data-try data-model="{path}/model.onnx" data-runtime="{BrowserRuntime.Path}">
            <div><canvas width="280" height="280" tabindex="0" role="img" aria-label="Drawing area: draw with the pointer, or move with the arrow keys and draw while holding the space bar"></canvas>
            <p class="actions"><button type="button" data-clear>Clear</button></p></div>
            <div><p class="answer" role="status" aria-live="polite">Loading the model…</p><ol class="bars" aria-label="Probability of each digit"></ol></div>
            </div>
            <noscript><p class="notice warn">Trying the model needs JavaScript.</p></noscript>
            """);
    }
}
