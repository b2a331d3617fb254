using FLChain.Gateway.Pages.Forms;

namespace FLChain.Gateway.Pages.Markup;

/// <summary>What every page has around its content: head, navigation, who is signed in, foot.</summary>
internal static class Layout
{
    /// <summary>A whole page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="title">Its title, which is not its heading.</param>
    /// <param name="content">Content of its main landmark, with its heading.</param>
    /// <param name="scripts">Names of its scripts.</param>
    public static Html Page(HttpContext context, string title, Html content, params IReadOnlyList<string> scripts) => Html.Of(
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title} · FLChain</title>
        <link rel="icon" href="{Asset.Path("icon.svg")}" type="image/svg+xml">
        <link rel="stylesheet" href="{Asset.Path("site.css")}">
        {scripts.Select(script => Html.Of($"""<script type="module" src="{Asset.Path(script)}"></script>"""))}
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
        <a class="brand" href="/">FLChain</a>
        {Navigation(context)}
        {Session(context)}
        </header>
        <main id="content" tabindex="-1">
        {Behind(context.RequestServices.GetRequiredService<LedgerIndex>())}
        {content}
        </main>
        <footer class="foot"><p>Everything here follows from the ledger and can be proved. Amounts are in the ledger's smallest unit, times in UTC. <a href="/openapi/v1.json">For programs</a></p></footer>
        </body>
        </html>
        """);

    // A word of warning while the index does not follow the ledger, from which all that is shown comes.
    private static Html? Behind(LedgerIndex index) => index.Height switch
    {
        { Trouble: not null } => Html.Of($"""<p class="notice warn" role="status">The ledger cannot be reached now. What you see is as of block {Words.Amount((long)index.Height.Blocks - 1)}.</p>"""),
        { Behind: > 0 } => Html.Of($"""<p class="notice" role="status">Catching up with the ledger: {Words.Count((long)index.Height.Behind.Value, "block", "blocks")} to go.</p>"""),
        _ => null,
    };

    private static Html Navigation(HttpContext context)
    {
        var user = context.FindUser();
        IEnumerable<(string Path, string Name)> entries =
        [
            ("/", "Market"),
            ("/trainers", "Trainers"),
            .. user is not null ? [("/reports", "Reports")] : Array.Empty<(string, string)>(),
            ("/audit", "Audit"),
            .. user is not null && user.Has(Role.Buyer) ? [("/purchases", "Purchases")] : Array.Empty<(string, string)>(),
            .. user is not null ? [("/accounts", "Accounts")] : Array.Empty<(string, string)>(),
            .. user is not null && user.Has(Role.Administrator) ? [("/users", "Users")] : Array.Empty<(string, string)>(),
        ];
        return Html.Of($"""<nav aria-label="Main"><ul>{entries.Select(entry => Entry(context, entry.Path, entry.Name))}</ul></nav>""");
    }

    private static Html Entry(HttpContext context, string path, string name)
    {
        var here = path == "/" ? context.Request.Path == "/" || context.Request.Path.StartsWithSegments("/models") : context.Request.Path.StartsWithSegments(path);
        return Html.Of($"""<li><a href="{path}"{(here ? Html.Of($""" aria-current="page" """) : null)}>{name}</a></li>""");
    }

    private static Html Session(HttpContext context) => context.FindUser() is { } user
        ? Html.Of(
            $"""
            <form class="session" method="post" action="/sign-out">{Form.Token(context)}<span>{user.Name}</span> <button class="quiet">Sign out</button></form>
            """)
        : Html.Of($"""<div class="session"><a class="button" href="/sign-in">Sign in</a></div>""");
}
