using FLChain.Fabric.Identities;
using FLChain.Gateway.Pages.Forms;
using FLChain.Gateway.Pages.Markup;
using Microsoft.AspNetCore.Mvc;

namespace FLChain.Gateway.Pages;

/// <summary>The users of the gateway: invited, and their access ended or restored, by an administrator.</summary>
internal static class UsersPage
{
    private static readonly Role[] Roles = [Role.Buyer, Role.Trainer, Role.Reporter, Role.Auditor, Role.Authority, Role.Administrator];

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/users", Show).For(Role.Administrator);
        pages.MapForm("/users", Invite).For(Role.Administrator);
        pages.MapForm("/users/{name}/access", SetAccess).For(Role.Administrator);
    }

    private static PageResult Show(HttpContext context, UserDirectory users, [FromServices] IdentityIssuer? issuer) => Page(context, users, issuer, null);

    private static PageResult Page(HttpContext context, UserDirectory users, IdentityIssuer? issuer, Html? word) => new(Layout.Page(context, "Users", Html.Of(
        $"""
        <h1>Users</h1>
        {word}
        {Parts.Table("Users of this gateway", ["Name", "May", "Key", "Party", "Access"], users.All.Select(user => Row(context, user)), "None")}
        <section aria-labelledby="invite"><h2 id="invite">Invite</h2>
        {(issuer is null ? Html.Of($"""<p class="notice">This gateway issues no identities: invite by <code>POST /v1/invitations</code> with a certificate.</p>""") : InvitationForm(context, issuer))}</section>
        """)));

    private static Html InvitationForm(HttpContext context, IdentityIssuer issuer) => Html.Of(
        $"""
        <form class="stack" method="post" action="/users">{Form.Token(context)}
        <p>The user gets a fresh identity of {issuer.MspId}, whose key this gateway keeps encrypted.</p>
        <label>Name <input name="name" required maxlength="64" pattern="[A-Za-z0-9._\-]+" autocomplete="off"></label>
        <fieldset><legend>May act as</legend>{Roles.Select(role => Html.Of($"""<label class="choice"><input type="checkbox" name="role" value="{Words.Of(role)}"> {Words.Of(role)}</label>"""))}</fieldset>
        <button>Invite</button></form>
        """);

    private static IReadOnlyList<Html> Row(HttpContext context, GatewayUser user) =>
    [
        Html.Of($"{user.Name}"),
        Html.Join(", ", Roles.Where(role => user.Has(role)).Select(role => Html.Of($"{Words.Of(role)}"))),
        Html.Of($"{(user.HasKey ? "kept here, encrypted" : "its own")}"),
        Words.Id(user.PartyId),
        user.Name == context.RequireUser().Name
            ? Html.Of($"yours")
            : Html.Of(
                $"""
                <form method="post" action="/users/{user.Name}/access">{Form.Token(context)}<input type="hidden" name="disabled" value="{(user.Disabled ? "no" : "yes")}"><button class="quiet">{(user.Disabled ? "Restore" : "End")}</button></form>
                """),
    ];

    private static PageResult Invite(HttpContext context, UserDirectory users, Invitations invitations, [FromServices] IdentityIssuer? issuer)
    {
        if (issuer is null) throw Problem.BadRequest("this gateway issues no identities");
        var name = context.Request.Form["name"].ToString();
        if (!UserDirectory.IsName(name)) throw Problem.BadRequest("a name has 1 to 64 letters, digits, dots, hyphens and underscores");
        var roles = Role.None;
        foreach (var text in context.Request.Form["role"])
            roles |= Enum.TryParse<Role>(text, ignoreCase: true, out var role) && Roles.Contains(role) ? role : throw Problem.BadRequest("that is no role");
        var (certificate, key) = issuer.Issue(name);
        if (invitations.Invite(name, roles, X509Identity.FromPem(issuer.MspId, certificate), key) is not { } token)
            throw new ProblemException(StatusCodes.Status409Conflict, GatewayErrorCodes.Taken, $"there is a user {name} already: let it back in by POST /v1/invitations with its own certificate");
        var link = $"{context.Request.Scheme}://{context.Request.Host}/join#{token}";
        return Page(context, users, issuer, Html.Of($"""<p class="notice good" role="status">Give {name} this link; it works once, within a week, and is shown this once: <code class="wrap">{link}</code></p>"""));
    }

    private static IResult SetAccess(HttpContext context, UserDirectory users, string name)
    {
        var user = users.Find(name) ?? throw Problem.NotFound("there is no such user");
        if (user.Name == context.RequireUser().Name) throw new ProblemException(StatusCodes.Status409Conflict, GatewayErrorCodes.BadRequest, "nobody ends its own access");
        users.SetDisabled(user, context.Request.Form["disabled"] == "yes");
        return Results.LocalRedirect("/users");
    }
}
