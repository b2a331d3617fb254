using FLChain.Gateway.Pages.Forms;

namespace FLChain.Gateway.Pages;

/// <summary>All pages. Each says who may open it, as the operations of REST do; those that take a form take it with its token.</summary>
internal static class PageRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        Asset.Map(app);
        BrowserRuntime.Map(app);
        var pages = app.MapGroup("").ExcludeFromDescription();
        MarketPage.Map(pages);
        ModelPage.Map(pages);
        LivePage.Map(pages);
        TrainersPage.Map(pages);
        TrainerPage.Map(pages);
        AuditPage.Map(pages);
        BlockPage.Map(pages);
        SignInPage.Map(pages);
        JoinPage.Map(pages);
        PurchasesPage.Map(pages);
        PurchasePage.Map(pages);
        TryPage.Map(pages);
        AccountsPage.Map(pages);
        ReportsPage.Map(pages);
        AccusePage.Map(pages);
        AccusationPage.Map(pages);
        UsersPage.Map(pages);
    }

    /// <summary>A page's form.</summary>
    public static RouteHandlerBuilder MapForm(this IEndpointRouteBuilder pages, string path, Delegate handler) =>
        pages.MapPost(path, handler).AddEndpointFilter<RouteHandlerBuilder, FormFilter>();
}
