using System.Text.Json;
using FLChain.Core.Encoding;
using FLChain.Gateway.Ledger;
using FLChain.Gateway.Submissions;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace FLChain.Gateway.Rest;

/// <summary>
/// For those who keep their own keys: the gateway prepares a proposal, the caller signs its digest; the gateway has it
/// endorsed, the caller signs the digest of the transaction; the gateway submits. It never sees the key, and what it
/// prepares is for the caller's own identity alone.
/// </summary>
internal static class TransactionsApi
{
    public static void Map(RouteGroupBuilder v1)
    {
        var transactions = v1.MapGroup("/transactions").WithTags("Own keys").ForSignedIn().Once();
        transactions.MapPost("/proposals", Propose).WithName("PrepareProposal").WithSummary("Prepare a proposal: sign its digest")
            .Produces<ToSign>().ProducesProblem(400).ProducesProblem(403);
        transactions.MapPost("/endorsements", EndorseAsync).WithName("EndorseProposal").WithSummary("Have a signed proposal endorsed: sign the transaction's digest")
            .Produces<ToSign>().ProducesProblem(400).ProducesProblem(409);
        transactions.MapPost("/submissions", SubmitAsync).WithName("SubmitTransaction").WithSummary("Submit a signed transaction and wait for its verdict; repeating it does no harm")
            .Produces<Committed>().ProducesProblem(400).ProducesProblem(409).ProducesProblem(504);
    }

    private static IResult Propose(HttpContext context, LedgerAccess ledger, IOptions<JsonOptions> json, ProposalInput input)
    {
        var user = context.RequireUser();
        var rule = OwnKeyRules.Find(input.Contract, input.Transaction) ?? throw Problem.BadRequest($"{input.Contract}:{input.Transaction} cannot be prepared here");
        if (!user.Has(rule.AnyOf)) throw Problem.Forbidden($"this is for: {rule.AnyOf}");
        using var gateway = ledger.As(user, signer: null);
        var argument = CanonicalJson.Encode(rule.Request, Read(input.Request, rule.Request, json.Value));
        var proposal = gateway.GetNetwork(ledger.Channel).GetContract(ledger.Chaincode, input.Contract).NewProposal(input.Transaction, [argument]);
        return Results.Ok(new ToSign(proposal.TransactionId, proposal.Bytes, proposal.Digest));
    }

    private static async Task<IResult> EndorseAsync(HttpContext context, LedgerAccess ledger, SignedMessage input, CancellationToken cancellationToken)
    {
        using var gateway = ledger.As(context.RequireUser(), signer: null);
        var proposal = Take(() => gateway.NewSignedProposal(input.Bytes, input.Signature));
        if (proposal.ChannelId != ledger.Channel) throw Problem.BadRequest("the proposal is of another channel");
        var prepared = await proposal.EndorseAsync(cancellationToken);
        return Results.Ok(new ToSign(prepared.TransactionId, prepared.Bytes, prepared.Digest));
    }

    private static async Task<IResult> SubmitAsync(HttpContext context, LedgerAccess ledger, Submitter submitter, SignedMessage input)
    {
        using var gateway = ledger.As(context.RequireUser(), signer: null);
        var transaction = Take(() => gateway.NewSignedTransaction(input.Bytes, input.Signature));
        if (transaction.ChannelId != ledger.Channel) throw Problem.BadRequest("the transaction is of another channel");
        return Results.Ok(await submitter.CommitAsync(transaction));
    }

    private static object Read(JsonElement request, Type type, JsonOptions json)
    {
        try
        {
            return request.Deserialize(type, json.SerializerOptions) ?? throw Problem.BadRequest("request is the transaction's argument");
        }
        catch (JsonException error)
        {
            throw Problem.BadRequest(error.Message);
        }
    }

    private static T Take<T>(Func<T> take)
    {
        try
        {
            return take();
        }
        catch (ArgumentException error)
        {
            throw Problem.BadRequest(error.Message);
        }
    }
}
