using FLChain.Gateway.Attestation;

namespace FLChain.Gateway.Rest;

/// <summary>Whether a model is for sale, by the DDCBF; and how the index and the filter are doing.</summary>
internal static class StatusApi
{
    public static void Map(RouteGroupBuilder v1)
    {
        var status = v1.MapGroup("/status").WithTags("Status").ForTheMarket();
        status.MapGet("/", (LedgerIndex index, FilterDesk desk, RootAlarms alarms) => Results.Ok(new StatusAnswer(index.Height, desk.Figures(), alarms.Heights)))
            .WithName("GetStatus").WithSummary("How far the index is behind the ledger, and the filter's figures").Produces<StatusAnswer>();
        status.MapGet("/{fid}", (FilterDesk desk, string fid) => Results.Ok(desk.Ask(Parameters.Fid(fid))))
            .WithName("GetModelStatus").WithSummary("Whether a model is for sale or in judging").Produces<ModelStatusAnswer>().ProducesProblem(404);
    }
}
