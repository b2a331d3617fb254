using System.Globalization;
using FLChain.DevPeer.Simulation;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Chaincodes;

/// <summary>The range and history queries that a transaction has open, by the id that the chaincode holds.</summary>
internal sealed class OpenQueries
{
    private readonly Dictionary<string, Func<QueryResponse>> open = [];
    private int opened;

    /// <summary>The first answer of a new query. It stays open when there is more.</summary>
    public QueryResponse Open(Func<QueryResponse> next)
    {
        if (open.Count >= SimulationLimits.OpenQueries)
            throw new SimulationException($"More than {SimulationLimits.OpenQueries} queries are open.");
        var id = (++opened).ToString(CultureInfo.InvariantCulture);
        open[id] = next;
        return Next(id);
    }

    /// <summary>The next answer of an open query.</summary>
    public QueryResponse Next(string id)
    {
        if (!open.TryGetValue(id, out var next))
            throw new SimulationException("There is no such open query.");
        var response = next();
        response.Id = id;
        if (!response.HasMore)
            open.Remove(id);
        return response;
    }

    public QueryResponse Close(string id)
    {
        open.Remove(id);
        return new QueryResponse { Id = id };
    }
}
