using FLChain.Gateway.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace FLChain.Gateway.Rest;

/// <summary>Signing in and out, and who one is.</summary>
internal static class SessionApi
{
    public static void Map(RouteGroupBuilder v1)
    {
        v1.MapPost("/tokens", Token).WithTags("Session").WithName("CreateToken").ForAnyone().RequireRateLimiting(RateLimits.SignIn)
            .WithSummary("Sign in as a program: a bearer token for an hour").Produces<AccessTokenResponse>().ProducesProblem(401);
        v1.MapPost("/session", SignIn).WithTags("Session").WithName("SignIn").ForAnyone().RequireRateLimiting(RateLimits.SignIn)
            .WithSummary("Sign in as a browser: a cookie").Produces(204).ProducesProblem(401);
        v1.MapDelete("/session", () => Results.SignOut(authenticationSchemes: [CookieAuthenticationDefaults.AuthenticationScheme]))
            .WithTags("Session").WithName("SignOut").ForSignedIn().WithSummary("End the browser's session").Produces(200);
        v1.MapGet("/me", (HttpContext context) => Results.Ok(UserAnswer.Of(context.RequireUser())))
            .WithTags("Session").WithName("GetMe").ForSignedIn().WithSummary("Who is signed in").Produces<UserAnswer>();
        v1.MapPut("/me/password", ChangePassword).WithTags("Session").WithName("ChangePassword").ForSignedIn().RequireRateLimiting(RateLimits.SignIn)
            .WithSummary("Change one's password: every session ends").Produces(204).ProducesProblem(400).ProducesProblem(401);
        v1.MapPut("/me/judge-key", SetJudgeKey).WithTags("Session").WithName("SetJudgeKey").For(Role.Authority)
            .WithSummary("Let the gateway keep one's judge's key, encrypted, and sign one's judgments").Produces<JudgeKeyAnswer>().ProducesProblem(400);
        v1.MapDelete("/me/judge-key", RemoveJudgeKey).WithTags("Session").WithName("RemoveJudgeKey").For(Role.Authority)
            .WithSummary("Have one's judge's key given up").Produces(204);
    }

    private static IResult Token(UserDirectory users, Credentials credentials) =>
        Results.SignIn(
            UserSession.Begin(Require(users, credentials.Name, credentials.Password), BearerTokenDefaults.AuthenticationScheme),
            authenticationScheme: BearerTokenDefaults.AuthenticationScheme);

    private static async Task<IResult> SignIn(HttpContext context, UserDirectory users, Credentials credentials)
    {
        var user = Require(users, credentials.Name, credentials.Password);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, UserSession.Begin(user, CookieAuthenticationDefaults.AuthenticationScheme));
        return Results.NoContent();
    }

    private static IResult ChangePassword(HttpContext context, UserDirectory users, PasswordChange change)
    {
        var user = Require(users, context.RequireUser().Name, change.Password);
        if (!UserDirectory.IsPassword(change.NewPassword)) throw InvitationsApi.BadPassword;
        users.SetPassword(user, change.NewPassword);
        return Results.NoContent();
    }

    private static IResult SetJudgeKey(HttpContext context, JudgeKeys keys, JudgeKeyInput input)
    {
        try
        {
            return Results.Ok(new JudgeKeyAnswer(keys.Set(context.RequireUser(), input.PrivateKey)));
        }
        catch (ArgumentException error)
        {
            throw Problem.BadRequest(error.Message);
        }
    }

    private static IResult RemoveJudgeKey(HttpContext context, JudgeKeys keys)
    {
        keys.Remove(context.RequireUser());
        return Results.NoContent();
    }

    private static GatewayUser Require(UserDirectory users, string name, string password) =>
        (password.Length <= UserDirectory.MaxPasswordLength ? users.SignIn(name, password) : null)
        ?? throw new ProblemException(StatusCodes.Status401Unauthorized, GatewayErrorCodes.BadCredentials, "name or password are wrong");
}
