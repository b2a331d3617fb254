using FLChain.Gateway.Hosting;
using FLChain.Gateway.Pages.Forms;
using FLChain.Gateway.Pages.Markup;

namespace FLChain.Gateway.Pages;

/// <summary>Taking up an invitation. Its token stands behind the # of the link, which a browser keeps to itself, and is put into the form by a script; without one it is pasted.</summary>
internal static class JoinPage
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/join", (HttpContext context) => Page(context, null)).ForAnyone();
        pages.MapForm("/join", JoinAsync).ForAnyone().RequireRateLimiting(RateLimits.SignIn);
    }

    private static PageResult Page(HttpContext context, string? failure) => new(
        Layout.Page(context, "Welcome", Html.Of(
            $"""
            <h1>Welcome</h1>
            <p>Choose a password; you are signed in at once.</p>
            {(failure is null ? null : Html.Of($"""<p class="notice bad" role="alert">{failure}</p>"""))}
            <form class="stack" method="post" action="/join">{Form.Token(context)}
            <label>Invitation <input name="token" required maxlength="100" autocomplete="off" spellcheck="false" data-invitation></label>
            <label>Password <input name="password" type="password" autocomplete="new-password" required minlength="{UserDirectory.MinPasswordLength}" maxlength="{UserDirectory.MaxPasswordLength}" aria-describedby="rule"></label>
            <p class="hint" id="rule">{UserDirectory.MinPasswordLength} characters or more.</p>
            <button>Join</button>
            </form>
            """), "join.js"),
        failure is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    private static async Task<IResult> JoinAsync(HttpContext context, Invitations invitations)
    {
        var (token, password) = (context.Request.Form["token"].ToString(), context.Request.Form["password"].ToString());
        if (!UserDirectory.IsPassword(password)) return Page(context, $"A password has {UserDirectory.MinPasswordLength} to {UserDirectory.MaxPasswordLength} characters.");
        if (invitations.Accept(token, password) is not { } user) return Page(context, "The invitation does not hold: it was used, is older than a week, or was replaced.");
        await SignInPage.BeginAsync(context, user);
        return Results.LocalRedirect("/");
    }
}
