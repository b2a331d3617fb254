using System.Security.Claims;

namespace FLChain.Gateway.Users;

/// <summary>Who is signed in: the claims of a cookie or a token, held against the directory at each request.</summary>
internal static class UserSession
{
    private const string StampClaim = "flchain:stamp";
    private const string ItemKey = "flchain:user";

    /// <summary>The claims of a session that begins now.</summary>
    public static ClaimsPrincipal Begin(GatewayUser user, string scheme) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, user.Name), new Claim(StampClaim, user.Stamp)], scheme, ClaimTypes.Name, null));

    /// <summary>Finds the user of a session; a session from before a change of password or access is none.</summary>
    public static void Check(HttpContext context, UserDirectory users)
    {
        if (context.User.Identity is not { IsAuthenticated: true, Name: { } name }) return;
        var stamp = context.User.FindFirstValue(StampClaim);
        if (users.Find(name) is { Disabled: false } user && user.Stamp == stamp) context.Items[ItemKey] = user;
        else context.User = new ClaimsPrincipal(new ClaimsIdentity());
    }

    /// <summary>The user that is signed in; null when nobody is.</summary>
    public static GatewayUser? FindUser(this HttpContext context) => context.Items[ItemKey] as GatewayUser;

    /// <summary>The user that is signed in.</summary>
    /// <exception cref="ProblemException">Nobody is.</exception>
    public static GatewayUser RequireUser(this HttpContext context) =>
        context.FindUser() ?? throw new ProblemException(StatusCodes.Status401Unauthorized, GatewayErrorCodes.NotSignedIn, "sign in first");

    /// <summary>Whether the user has one of these roles.</summary>
    public static bool Has(this GatewayUser user, Role anyOf) => (user.Roles & anyOf) != 0;
}
