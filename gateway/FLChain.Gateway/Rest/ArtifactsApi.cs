using FLChain.Gateway.Hosting;
using FLChain.Gateway.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace FLChain.Gateway.Rest;

/// <summary>Encrypted models: stored by the members of their federation, fetched by members and buyers, in parts where a download was cut off.</summary>
internal static class ArtifactsApi
{
    private const string OctetStream = "application/octet-stream";

    public static void Map(RouteGroupBuilder v1, GatewaySettings settings)
    {
        v1.MapPut("/models/{fid}/artifacts/{digest}", PutAsync).WithTags("Models").WithName("StoreArtifact").For(Role.Trainer)
            .WithSummary("Store a federation's encrypted model under its SHA-512 digest; until the federation has attested one, each member has one, the last; then that one alone")
            .WithMetadata(new RequestSizeLimitAttribute(settings.MaxArtifactBytes))
            .Accepts<IFormFile>(OctetStream).Produces(201).Produces(204).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413);
        v1.MapGet("/models/{fid}/artifact", Get).WithTags("Models").WithName("GetArtifact").ForSignedIn()
            .WithSummary("Fetch the encrypted model, whole or a range of it: for its buyers and its federation")
            .Produces(200, contentType: OctetStream).Produces(206, contentType: OctetStream).ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IResult> PutAsync(
        HttpContext context, LedgerIndex index, IModelStore store, GatewaySettings settings, string fid, string digest, CancellationToken cancellationToken)
    {
        if (!Naming.IsDigest(digest)) throw Problem.BadRequest("the digest is SHA-512 in lower-case hex");
        var model = Model(index, fid);
        if (!model.Dps.Contains(context.RequireUser().PartyId)) throw Problem.Forbidden($"this is for the members of {fid}");
        if (model.Artifact is { } attested && attested.Digest != digest)
            throw new ProblemException(StatusCodes.Status409Conflict, GatewayErrorCodes.BadRequest, "the federation has attested another artifact");
        if (model.Artifact is null && model.Stage != ModelStage.Training)
            throw new ProblemException(StatusCodes.Status409Conflict, GatewayErrorCodes.BadRequest, $"{fid} does not train");
        var (most, body) = (model.Artifact?.Bytes ?? settings.MaxArtifactBytes, context.Request.Body);
        var outcome = model.Artifact is null
            ? await store.OfferAsync(fid, context.RequireUser().PartyId, digest, body, most, cancellationToken)
            : await store.PutAsync(digest, body, most, cancellationToken);
        return outcome switch
        {
            StoreOutcome.Stored => Results.Created($"/v1/models/{fid}/artifact", null),
            StoreOutcome.Known => Results.NoContent(),
            StoreOutcome.TooLarge => throw new ProblemException(StatusCodes.Status413PayloadTooLarge, GatewayErrorCodes.TooLarge, $"an artifact of {fid} has at most {most} bytes"),
            _ => throw Problem.BadRequest("the bytes do not have this digest"),
        };
    }

    private static IResult Get(HttpContext context, LedgerIndex index, IModelStore store, string fid)
    {
        var model = Model(index, fid);
        if (!MayFetch(index, context.RequireUser(), model)) throw Problem.Forbidden($"this is for the buyers of {fid} and its federation");
        var artifact = model.Artifact ?? throw Problem.NotFound($"{fid} has no artifact yet");
        var bytes = store.Open(fid, artifact.Digest) ?? throw Problem.NotFound("the artifact is not in this gateway's store");
        return Results.Stream(bytes, OctetStream, $"{fid}.bin", entityTag: new EntityTagHeaderValue($"\"{artifact.Digest}\""), enableRangeProcessing: true);
    }

    private static bool MayFetch(LedgerIndex index, GatewayUser user, ModelRecord model)
    {
        if (model.Dps.Contains(user.PartyId)) return true;
        using var session = index.Read();
        var range = LedgerKey.Range("bought", user.PartyId, model.Fid);
        return session.List<Core.Requests.PurchaseReference>(range, null, PageQuery.MaxLimit)
            .Select(item => session.Find<PurchaseRecord>(Keys.Purchase(model.Fid, item.Record.Record.PurchaseId)))
            .Any(purchase => purchase is { Record.State: not PurchaseState.Refunded });
    }

    private static ModelRecord Model(LedgerIndex index, string fid)
    {
        using var session = index.Read();
        return ModelsApi.Require(session, fid).Record;
    }
}
