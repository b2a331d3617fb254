using FLChain.Fabric.Client;

namespace FLChain.Fabric.Sample;

/// <summary>What an application does with the contract: transactions, queries, a broken rule, events.</summary>
/// <param name="network">The channel.</param>
/// <param name="chaincode">The chaincode's name on it.</param>
/// <param name="output">Where it tells what happened.</param>
public sealed class AssetClient(Network network, string chaincode, TextWriter output)
{
    private readonly Contract assets = network.GetContract(chaincode, "assets");

    /// <summary>Plays the whole story with an asset of this id, which must be new.</summary>
    public async Task RunAsync(string id, CancellationToken cancellationToken = default)
    {
        var created = await SubmitAsync("Create", new Asset(id, "ann", 100), cancellationToken);
        await output.WriteLineAsync($"created {id}");

        var transferred = await SubmitAsync("Transfer", new AssetTransfer(id, "bob"), cancellationToken);
        var asset = Read<Asset>(transferred.Payload);
        await output.WriteLineAsync($"{asset.Id} belongs to {asset.Owner}");

        var owners = Read<string[]>(await assets.EvaluateAsync("Owners", [Json(id)], cancellationToken: cancellationToken));
        await output.WriteLineAsync($"owners so far: {string.Join(", ", owners)}");

        try
        {
            await SubmitAsync("Create", new Asset(id, "eve", 1), cancellationToken);
        }
        catch (EndorseException refusal)
        {
            await output.WriteLineAsync($"refused: {refusal.ChaincodeMessage}");
        }

        await TellEventsAsync(created.BlockNumber, id, cancellationToken);
    }

    private async Task TellEventsAsync(ulong fromBlock, string id, CancellationToken cancellationToken)
    {
        await foreach (var item in network.ChaincodeEventsAsync(chaincode, new EventOptions { StartBlock = fromBlock }, cancellationToken))
        {
            if (Read<Asset>(item.Payload.ToArray()) is not { } asset || asset.Id != id)
                continue;
            await output.WriteLineAsync($"event: {item.EventName} {asset.Id}, owner {asset.Owner}");
            if (item.EventName == "transferred")
                return;
        }
    }

    private Task<SubmitResult> SubmitAsync<T>(string transaction, T argument, CancellationToken cancellationToken)
        where T : class => assets.SubmitAsync(transaction, [Json(argument)], cancellationToken: cancellationToken);

    private static ReadOnlyMemory<byte> Json<T>(T value)
        where T : class => JsonCodec.Instance.Encode(typeof(T), value);

    private static T Read<T>(byte[] json)
        where T : class => (T)JsonCodec.Instance.Decode(typeof(T), json);
}
