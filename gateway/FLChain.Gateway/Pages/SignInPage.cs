using FLChain.Gateway.Hosting;
using FLChain.Gateway.Pages.Forms;
using FLChain.Gateway.Pages.Markup;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace FLChain.Gateway.Pages;

/// <summary>Signing in and out.</summary>
internal static class SignInPage
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sign-in", (HttpContext context) => Page(context, null)).ForAnyone();
        pages.MapForm("/sign-in", SignInAsync).ForAnyone().RequireRateLimiting(RateLimits.SignIn);
        pages.MapForm("/sign-out", SignOutAsync).ForAnyone();
    }

    /// <summary>Begins the browser's session.</summary>
    public static Task BeginAsync(HttpContext context, GatewayUser user) =>
        context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, UserSession.Begin(user, CookieAuthenticationDefaults.AuthenticationScheme));

    private static PageResult Page(HttpContext context, string? failure) => new(
        Layout.Page(context, "Sign in", Html.Of(
            $"""
            <h1>Sign in</h1>
            {(failure is null ? null : Html.Of($"""<p class="notice bad" role="alert">{failure}</p>"""))}
            <form class="stack" method="post" action="/sign-in?return={Uri.EscapeDataString(ReturnTo(context))}">{Form.Token(context)}
            <label>Name <input name="name" autocomplete="username" required maxlength="64" autofocus></label>
            <label>Password <input name="password" type="password" autocomplete="current-password" required maxlength="{UserDirectory.MaxPasswordLength}"></label>
            <button>Sign in</button>
            </form>
            <p class="hint">New here? Open the invitation that your administrator gave you; <code>flchain up</code> prints the first ones.</p>
            """)),
        failure is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);

    private static async Task<IResult> SignInAsync(HttpContext context, UserDirectory users)
    {
        var (name, password) = (context.Request.Form["name"].ToString(), context.Request.Form["password"].ToString());
        if (password.Length > UserDirectory.MaxPasswordLength || users.SignIn(name, password) is not { } user) return Page(context, "Name or password are wrong.");
        await BeginAsync(context, user);
        return Results.LocalRedirect(ReturnTo(context));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.LocalRedirect("/");
    }

    // Only to a page of this gateway: two slashes, or a backslash, would begin the name of another host.
    private static string ReturnTo(HttpContext context) => context.Request.Query["return"].ToString() is ['/', not ('/' or '\\'), ..] path ? path : "/";
}
