using System.Globalization;
using System.Text;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Shim;

namespace FLChain.DevPeer.Tests.Network;

/// <summary>A chaincode that offers the ledger's operations one by one: the first argument names the operation.</summary>
internal sealed class AssetChaincode : IChaincode
{
    private int calls;

    public async Task<ChaincodeResponse> InvokeAsync(IChaincodeStub stub, CancellationToken cancellationToken)
    {
        var arguments = stub.Arguments.Select(argument => Encoding.UTF8.GetString(argument.Span)).ToArray();
        return arguments[0] switch
        {
            "put" => await PutAsync(stub, arguments),
            "get" => Text(await stub.GetStateAsync(arguments[1], cancellationToken)),
            "delete" => await DeleteAsync(stub, arguments[1]),
            "increment" => await IncrementAsync(stub, arguments[1]),
            "sum" => await SumAsync(stub, arguments),
            "range" => Text(await JoinAsync(stub.GetStateByRangeAsync(arguments[1], arguments[2], cancellationToken))),
            "first" => await FirstAsync(stub, arguments),
            "page" => await PageAsync(stub, arguments),
            "history" => await HistoryAsync(stub, arguments[1]),
            "putPrivate" => await PutPrivateAsync(stub, arguments[1], arguments[2]),
            "getPrivate" => Text(await stub.GetPrivateDataAsync(arguments[1], arguments[2], cancellationToken)),
            "getPrivateThenPut" => await GetPrivateThenPutAsync(stub, arguments),
            "hash" => ChaincodeResponse.Ok(await stub.GetPrivateDataHashAsync(arguments[1], arguments[2], cancellationToken) ?? []),
            "rangePrivate" => Text(await JoinAsync(stub.GetPrivateDataByRangeAsync(arguments[1], arguments[2], arguments[3], cancellationToken))),
            "deletePrivate" => await DeletePrivateAsync(stub, arguments),
            "protect" => await ProtectAsync(stub, arguments),
            "putProtected" => await PutProtectedAsync(stub, arguments),
            "protection" => Text(Convert.ToHexStringLower((await stub.GetStateValidationParameterAsync(arguments[1], cancellationToken))?.ToBytes() ?? [])),
            "protectPrivate" => await ProtectPrivateAsync(stub, arguments),
            "putTwo" => await PutTwoAsync(stub, arguments),
            "call" => await stub.InvokeChaincodeAsync(arguments[1], [.. stub.Arguments.Skip(3)], arguments[2], cancellationToken),
            "random" => await RandomAsync(stub, arguments[1]),
            "fail" => ChaincodeResponse.Error(arguments[1]),
            "readOwnWrite" => await ReadOwnWriteAsync(stub, arguments[1]),
            "slow" => await SlowAsync(arguments[1], cancellationToken),
            "rangeThenPut" => await RangeThenPutAsync(stub, arguments),
            _ => ChaincodeResponse.Error("unknown"),
        };
    }

    private static async Task<ChaincodeResponse> PutAsync(IChaincodeStub stub, string[] arguments)
    {
        await stub.PutStateAsync(arguments[1], Encoding.UTF8.GetBytes(arguments[2]));
        if (arguments.Length > 3)
            stub.SetEvent(arguments[3], Encoding.UTF8.GetBytes(arguments[1]));
        return Text(arguments[1]);
    }

    private static async Task<ChaincodeResponse> DeleteAsync(IChaincodeStub stub, string key)
    {
        await stub.DeleteStateAsync(key);
        return ChaincodeResponse.Ok();
    }

    private static async Task<ChaincodeResponse> IncrementAsync(IChaincodeStub stub, string key)
    {
        var old = await stub.GetStateAsync(key);
        var count = (old is null ? 0 : int.Parse(Encoding.UTF8.GetString(old), CultureInfo.InvariantCulture)) + 1;
        await stub.PutStateAsync(key, Encoding.UTF8.GetBytes(count.ToString(CultureInfo.InvariantCulture)));
        return Text(count.ToString(CultureInfo.InvariantCulture));
    }

    // Counts the range [arguments[1], arguments[2]) and writes the count.
    private static async Task<ChaincodeResponse> SumAsync(IChaincodeStub stub, string[] arguments)
    {
        var count = 0;
        await foreach (var _ in stub.GetStateByRangeAsync(arguments[1], arguments[2]))
            count++;
        await stub.PutStateAsync(arguments[3], Encoding.UTF8.GetBytes(count.ToString(CultureInfo.InvariantCulture)));
        return Text(count.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<ChaincodeResponse> FirstAsync(IChaincodeStub stub, string[] arguments)
    {
        var found = "";
        await foreach (var row in stub.GetStateByRangeAsync(arguments[1], arguments[2]))
        {
            found = row.Key;
            break;
        }
        await stub.PutStateAsync(arguments[3], Encoding.UTF8.GetBytes("first:" + found));
        return Text(found);
    }

    private static async Task<ChaincodeResponse> PageAsync(IChaincodeStub stub, string[] arguments)
    {
        var page = await stub.GetStatePageAsync(arguments[1], arguments[2], int.Parse(arguments[3], CultureInfo.InvariantCulture), arguments[4]);
        return Text(string.Join(',', page.Items.Select(item => item.Key)) + "|" + page.Bookmark);
    }

    private static async Task<ChaincodeResponse> HistoryAsync(IChaincodeStub stub, string key)
    {
        var versions = new List<string>();
        await foreach (var version in stub.GetHistoryAsync(key))
            versions.Add($"{version.TransactionId}={(version.IsDelete ? "deleted" : Encoding.UTF8.GetString(version.Value))}");
        return Text(string.Join(',', versions));
    }

    // The value travels as transient data.
    private static async Task<ChaincodeResponse> PutPrivateAsync(IChaincodeStub stub, string collection, string key)
    {
        await stub.PutPrivateDataAsync(collection, key, stub.Transient["value"]);
        return ChaincodeResponse.Ok();
    }

    private static async Task<ChaincodeResponse> GetPrivateThenPutAsync(IChaincodeStub stub, string[] arguments)
    {
        var value = await stub.GetPrivateDataAsync(arguments[1], arguments[2]);
        await stub.PutStateAsync(arguments[3], Encoding.UTF8.GetBytes(value is null ? "none" : "some"));
        return ChaincodeResponse.Ok();
    }

    private static async Task<ChaincodeResponse> DeletePrivateAsync(IChaincodeStub stub, string[] arguments)
    {
        await stub.DeletePrivateDataAsync(arguments[1], arguments[2]);
        return ChaincodeResponse.Ok();
    }

    // Puts arguments[1] under the organizations that follow; under none, back under the chaincode's policy.
    private static async Task<ChaincodeResponse> ProtectAsync(IChaincodeStub stub, string[] arguments)
    {
        await stub.SetStateValidationParameterAsync(arguments[1], arguments.Length > 2 ? SignaturePolicy.AllOf(arguments[2..]) : null);
        return ChaincodeResponse.Ok();
    }

    private static async Task<ChaincodeResponse> PutProtectedAsync(IChaincodeStub stub, string[] arguments)
    {
        await stub.PutStateAsync(arguments[1], Encoding.UTF8.GetBytes(arguments[2]));
        await stub.SetStateValidationParameterAsync(arguments[1], SignaturePolicy.AllOf(arguments[3..]));
        return ChaincodeResponse.Ok();
    }

    private static async Task<ChaincodeResponse> ProtectPrivateAsync(IChaincodeStub stub, string[] arguments)
    {
        await stub.SetPrivateDataValidationParameterAsync(arguments[1], arguments[2], SignaturePolicy.AllOf(arguments[3..]));
        return ChaincodeResponse.Ok();
    }

    private static async Task<ChaincodeResponse> PutTwoAsync(IChaincodeStub stub, string[] arguments)
    {
        foreach (var key in arguments[1..3])
            await stub.PutStateAsync(key, Encoding.UTF8.GetBytes(arguments[3]));
        return ChaincodeResponse.Ok();
    }

    private async Task<ChaincodeResponse> RandomAsync(IChaincodeStub stub, string key)
    {
        await stub.PutStateAsync(key, Encoding.UTF8.GetBytes(Interlocked.Increment(ref calls).ToString(CultureInfo.InvariantCulture)));
        return ChaincodeResponse.Ok();
    }

    private static async Task<ChaincodeResponse> ReadOwnWriteAsync(IChaincodeStub stub, string key)
    {
        await stub.PutStateAsync(key, "new"u8.ToArray());
        return Text(await stub.GetStateAsync(key));
    }

    private static async Task<ChaincodeResponse> SlowAsync(string milliseconds, CancellationToken cancellationToken)
    {
        await Task.Delay(int.Parse(milliseconds, CultureInfo.InvariantCulture), cancellationToken);
        return ChaincodeResponse.Ok();
    }

    private static async Task<ChaincodeResponse> RangeThenPutAsync(IChaincodeStub stub, string[] arguments)
    {
        await JoinAsync(stub.GetPrivateDataByRangeAsync(arguments[1], "", ""));
        await stub.PutStateAsync(arguments[2], "x"u8.ToArray());
        return ChaincodeResponse.Ok();
    }

    private static async Task<string> JoinAsync(IAsyncEnumerable<KeyValue> rows)
    {
        var text = new List<string>();
        await foreach (var row in rows)
            text.Add($"{row.Key}={Encoding.UTF8.GetString(row.Value)}");
        return string.Join(',', text);
    }

    private static ChaincodeResponse Text(string text) => ChaincodeResponse.Ok(Encoding.UTF8.GetBytes(text));

    private static ChaincodeResponse Text(byte[]? value) => value is null ? Text("(none)") : ChaincodeResponse.Ok(value);
}
