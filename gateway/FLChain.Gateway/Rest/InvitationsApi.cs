using FLChain.Fabric.Identities;
using FLChain.Gateway.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace FLChain.Gateway.Rest;

/// <summary>Users of the gateway: invited, listed and sent away by an administrator; an invitation is taken up by whoever has its token.</summary>
internal static class InvitationsApi
{
    public static ProblemException BadPassword =>
        Problem.BadRequest($"a password has {UserDirectory.MinPasswordLength} to {UserDirectory.MaxPasswordLength} characters");

    public static void Map(RouteGroupBuilder v1)
    {
        v1.MapPost("/invitations", Invite).WithTags("Users").WithName("InviteUser").For(Role.Administrator).Once()
            .WithSummary("Invite a user with its roles and its Fabric identity; inviting it again replaces the invitation")
            .WithDescription("A user that is there is let back in, with a new password, by its own certificate, and its private key where the gateway keeps it.")
            .Produces<InvitationAnswer>().ProducesProblem(400).ProducesProblem(409);
        v1.MapPost("/invitations/acceptance", Accept).WithTags("Users").WithName("AcceptInvitation").ForAnyone().Once().RequireRateLimiting(RateLimits.SignIn)
            .WithSummary("Take up an invitation by setting a password").Produces<UserAnswer>().ProducesProblem(400).ProducesProblem(401);
        v1.MapGet("/users", (UserDirectory users) => Results.Ok(new ListOf<UserAnswer>([.. users.All.Select(UserAnswer.Of)], null)))
            .WithTags("Users").WithName("ListUsers").For(Role.Administrator).WithSummary("Every user").Produces<ListOf<UserAnswer>>();
        v1.MapPut("/users/{name}/access", SetAccess).WithTags("Users").WithName("SetAccess").For(Role.Administrator)
            .WithSummary("End or restore a user's access: every session ends").Produces(204).ProducesProblem(404).ProducesProblem(409);
    }

    private static IResult Invite(Invitations invitations, InvitationInput input, [FromServices] IdentityIssuer? issuer)
    {
        if (!UserDirectory.IsName(input.Name)) throw Problem.BadRequest("a name has 1 to 64 letters, digits, dots, hyphens and underscores");
        var (identity, privateKey) = IdentityOf(input, issuer);
        string? token;
        try
        {
            token = invitations.Invite(input.Name, input.Roles.Aggregate(Role.None, (all, role) => all | role), identity, privateKey);
        }
        catch (ArgumentException error)
        {
            throw Problem.BadRequest(error.Message);
        }

        return token is null
            ? throw new ProblemException(StatusCodes.Status409Conflict, GatewayErrorCodes.Taken, $"there is a user {input.Name} already: it is let back in with its own certificate, and its private key where the gateway keeps that")
            : Results.Ok(new InvitationAnswer(input.Name, token, UserDirectory.PartyIdOf(identity), (long)Invitations.Lifetime.TotalSeconds));
    }

    private static (X509Identity Identity, string? PrivateKey) IdentityOf(InvitationInput input, IdentityIssuer? issuer)
    {
        if (input.Certificate is null)
        {
            if (issuer is null) throw Problem.BadRequest("this gateway issues no identities: bring a certificate");
            var (certificate, key) = issuer.Issue(input.Name);
            return (X509Identity.FromPem(issuer.MspId, certificate), key);
        }

        try
        {
            return (X509Identity.FromPem(input.MspId ?? throw Problem.BadRequest("mspId belongs to a certificate"), input.Certificate), input.PrivateKey);
        }
        catch (ArgumentException error)
        {
            throw Problem.BadRequest(error.Message);
        }
    }

    private static IResult Accept(Invitations invitations, AcceptanceInput input)
    {
        if (!UserDirectory.IsPassword(input.Password)) throw BadPassword;
        var user = invitations.Accept(input.Token, input.Password)
            ?? throw new ProblemException(StatusCodes.Status401Unauthorized, GatewayErrorCodes.BadCredentials, "the invitation does not hold");
        return Results.Ok(UserAnswer.Of(user));
    }

    private static IResult SetAccess(HttpContext context, UserDirectory users, string name, AccessInput input)
    {
        var user = users.Find(name) ?? throw Problem.NotFound($"there is no user {name}");
        if (input.Disabled && user.Name == context.RequireUser().Name)
            throw new ProblemException(StatusCodes.Status409Conflict, GatewayErrorCodes.BadRequest, "nobody ends its own access: the gateway could be left without an administrator");
        users.SetDisabled(user, input.Disabled);
        return Results.NoContent();
    }
}
