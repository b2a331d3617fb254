using FLChain.Gateway.Hosting;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace FLChain.Gateway.Access;

/// <summary>Refuses a request before anything of it is read: one of another site, one of nobody, one of a user without the role.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, UserDirectory users, GatewaySettings settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        var byCookie = context.User.Identity is { IsAuthenticated: true, AuthenticationType: CookieAuthenticationDefaults.AuthenticationScheme };
        UserSession.Check(context, users);
        if (byCookie && IsUnsafe(context.Request.Method) && !IsOfThisSite(context.Request))
            throw new ProblemException(StatusCodes.Status403Forbidden, GatewayErrorCodes.CrossSite, "the request comes from another site's page");

        // What is no route is the router's own answer, that a method or a media type is not known.
        if (context.GetEndpoint() is RouteEndpoint endpoint) Require(context, endpoint.Metadata.GetMetadata<AccessRule>());
        return next(context);
    }

    private void Require(HttpContext context, AccessRule? rule)
    {
        switch (rule)
        {
            case { Kind: AccessKind.Open }:
            case { Kind: AccessKind.Market } when settings.PublicMarket:
                return;
            case { Kind: AccessKind.Market or AccessKind.SignedIn }:
                context.RequireUser();
                return;
            case { Kind: AccessKind.Role }:
                if (!context.RequireUser().Has(rule.AnyOf)) throw Problem.Forbidden($"this is for: {rule.AnyOf}");
                return;
            default:
                throw Problem.Forbidden("this is for nobody");
        }
    }

    private static bool IsUnsafe(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    // A browser says where an unsafe request comes from; a cookie that comes without that word comes from no browser of today.
    private static bool IsOfThisSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() == "same-origin"
        || (Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value && origin.Scheme == request.Scheme);
}
