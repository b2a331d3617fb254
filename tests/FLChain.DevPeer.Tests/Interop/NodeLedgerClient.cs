using System.Text.Json.Nodes;
using FLChain.DevPeer.Material;
using FLChain.Fabric.Tests.Interop;

namespace FLChain.DevPeer.Tests.Interop;

/// <summary>The official fabric-gateway for Node, in <c>gateway.js</c>.</summary>
internal sealed class NodeLedgerClient : ILedgerClient
{
    private readonly NodeProcess _process;

    public NodeLedgerClient(InteropNetwork network, string user, string? contract = null)
    {
        DevOrganization organization = network.Consortium.Organizations[0];
        string msp = network.Consortium.IssueUser("Org1MSP", user, user);
        var gateway = new JsonObject
        {
            ["address"] = network.Peer.Address.Authority,
            ["tlsRoot"] = File.ReadAllText(organization.TlsCaCertificatePath),
            ["serverName"] = organization.NodeName,
            ["mspId"] = "Org1MSP",
            ["certificate"] = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(msp, "signcerts")).Single()),
            ["key"] = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(msp, "keystore")).Single()),
        };
        var environment = new Dictionary<string, string>
        {
            ["GATEWAY"] = gateway.ToJsonString(),
            ["CHANNEL"] = InteropNetwork.ChannelId,
            ["CHAINCODE"] = InteropNetwork.Chaincode,
        };
        if (contract is not null)
        {
            environment["CONTRACT"] = contract;
        }

        _process = NodeProcess.Start("gateway.js", environment);
    }

    public async Task<Committed> SubmitAsync(string function, string[] arguments, IReadOnlyDictionary<string, string>? transient = null)
    {
        JsonObject command = Command("submit", function, arguments);
        if (transient is not null)
        {
            command["transient"] = new JsonObject(transient.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
            command["organizations"] = new JsonArray("Org1MSP", "Org2MSP");
        }

        JsonObject answer = await AskAsync(command);
        Assert.Equal(0, (int)answer["code"]!);
        return new Committed((string)answer["result"]!, (string)answer["transactionId"]!, (ulong)answer["block"]!);
    }

    public async Task<string> EvaluateAsync(string function, params string[] arguments) =>
        (string)(await AskAsync(Command("evaluate", function, arguments)))["result"]!;

    /// <summary>Any command of the script.</summary>
    public async Task<JsonObject> AskAsync(JsonObject command)
    {
        JsonObject answer = await _process.AskAsync(command);
        if (answer["error"] is not { } error)
        {
            return answer;
        }

        IEnumerable<string> details = (error["details"] as JsonArray ?? []).Select(detail => $"{detail!["mspId"]}: {detail["message"]}");
        throw new LedgerFailure((string)error["name"]!, (string)error["message"]!, (string?)error["transactionId"] ?? string.Empty, string.Join(';', details));
    }

    /// <summary>Opens a stream of events or blocks; returns its number.</summary>
    public async Task<int> OpenAsync(string operation, ulong? start)
    {
        var command = new JsonObject { ["op"] = operation };
        if (start is { } block)
        {
            command["start"] = block;
        }

        return (int)(await AskAsync(command))["id"]!;
    }

    /// <summary>The next message of a stream.</summary>
    public Task<JsonObject> NextAsync(int stream) => _process.ReadAsync(line => (int?)line["stream"] == stream);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static JsonObject Command(string operation, string function, string[] arguments) => new()
    {
        ["op"] = operation,
        ["name"] = function,
        ["args"] = new JsonArray([.. arguments.Select(argument => (JsonNode)argument)]),
    };
}
