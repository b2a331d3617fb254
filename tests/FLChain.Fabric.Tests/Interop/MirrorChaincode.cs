using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Tests.Interop;

/// <summary>The functions of <c>tests/interop/chaincode.js</c> once more, over our shim.</summary>
internal sealed class MirrorChaincode : IChaincode
{
    public async Task<ChaincodeResponse> InvokeAsync(IChaincodeStub stub, CancellationToken cancellationToken)
    {
        string[] arguments = [.. stub.Arguments.Select(argument => Encoding.UTF8.GetString(argument.Span))];
        try
        {
            return ChaincodeResponse.Ok(await RunAsync(stub, arguments));
        }
        catch (StateRequestException exception)
        {
            return ChaincodeResponse.Error(exception.PeerMessage);
        }
        catch (StubFailure failure)
        {
            return ChaincodeResponse.Error(failure.Message);
        }
    }

    private static Task<byte[]> RunAsync(IChaincodeStub stub, string[] a) => a[0] switch
    {
        "put" => Nothing(stub.PutStateAsync(a[1], Encoding.UTF8.GetBytes(a[2]))),
        "get" => Value(stub.GetStateAsync(a[1])),
        "fill" => FillAsync(stub, a[1], int.Parse(a[2])),
        "increment" => IncrementAsync(stub, a[1]),
        "delete" => Nothing(stub.DeleteStateAsync(a[1])),
        "range" => Rows(stub.GetStateByRangeAsync(a[1], a[2])),
        "firstOfRange" => FirstAsync(stub, a[1], a[2]),
        "page" => PageAsync(stub, a),
        "history" => HistoryAsync(stub, a[1]),
        "putPrivate" => Nothing(stub.PutPrivateDataAsync(a[1], a[2], stub.Transient["value"])),
        "getPrivate" => Value(stub.GetPrivateDataAsync(a[1], a[2])),
        "privateHash" => HashAsync(stub, a),
        "deletePrivate" => Nothing(stub.DeletePrivateDataAsync(a[1], a[2])),
        "privateRange" => Rows(stub.GetPrivateDataByRangeAsync(a[1], a[2], a[3])),
        "putComposite" => Nothing(stub.PutStateAsync($"\0{a[1]}\0{string.Join('\0', a[3..])}\0", Encoding.UTF8.GetBytes(a[2]))),
        "composites" => CompositesAsync(stub, a[1], a[2]),
        "event" => EventAsync(stub, a[1], Encoding.UTF8.GetBytes(a[2])),
        "whoAmI" => WhoAmIAsync(stub),
        "fail" => throw new StubFailure(a[1]),
        _ => throw new ArgumentException($"no function {a[0]}"),
    };

    private static async Task<byte[]> Nothing(Task call)
    {
        await call;
        return [];
    }

    private static async Task<byte[]> Value(Task<byte[]?> call) => await call ?? [];

    private static async Task<byte[]> FillAsync(IChaincodeStub stub, string prefix, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await stub.PutStateAsync($"{prefix}{i:D4}", Encoding.UTF8.GetBytes($"{i}"));
        }

        return [];
    }

    private static async Task<byte[]> IncrementAsync(IChaincodeStub stub, string key)
    {
        int next = int.Parse(Encoding.UTF8.GetString(await stub.GetStateAsync(key) ?? "0"u8.ToArray())) + 1;
        byte[] value = Encoding.UTF8.GetBytes($"{next}");
        await stub.PutStateAsync(key, value);
        return value;
    }

    private static async Task<byte[]> Rows(IAsyncEnumerable<KeyValue> rows)
    {
        var shown = new List<string>();
        await foreach (KeyValue row in rows)
        {
            shown.Add(Show(row));
        }

        return JsonSerializer.SerializeToUtf8Bytes(shown);
    }

    private static async Task<byte[]> FirstAsync(IChaincodeStub stub, string start, string end)
    {
        await foreach (KeyValue row in stub.GetStateByRangeAsync(start, end))
        {
            return Encoding.UTF8.GetBytes(Show(row));
        }

        return [];
    }

    private static async Task<byte[]> PageAsync(IChaincodeStub stub, string[] a)
    {
        StatePage page = await stub.GetStatePageAsync(a[1], a[2], int.Parse(a[3]), a[4]);
        return JsonSerializer.SerializeToUtf8Bytes(new { rows = page.Items.Select(Show), count = page.Items.Count, bookmark = page.Bookmark });
    }

    private static async Task<byte[]> HistoryAsync(IChaincodeStub stub, string key)
    {
        var versions = new List<object>();
        await foreach (KeyVersion version in stub.GetHistoryAsync(key))
        {
            versions.Add(new { txId = version.TransactionId, value = Encoding.UTF8.GetString(version.Value), isDelete = version.IsDelete });
        }

        return JsonSerializer.SerializeToUtf8Bytes(versions);
    }

    private static async Task<byte[]> HashAsync(IChaincodeStub stub, string[] a) =>
        Encoding.UTF8.GetBytes(Convert.ToHexStringLower(await stub.GetPrivateDataHashAsync(a[1], a[2]) ?? []));

    private static async Task<byte[]> CompositesAsync(IChaincodeStub stub, string type, string attribute)
    {
        string prefix = $"\0{type}\0{attribute}\0";
        var shown = new List<string>();
        await foreach (KeyValue row in stub.GetStateByRangeAsync(prefix, prefix + "\U0010ffff"))
        {
            shown.Add(string.Join('/', [.. row.Key[1..^1].Split('\0')[1..], Encoding.UTF8.GetString(row.Value)]));
        }

        return JsonSerializer.SerializeToUtf8Bytes(shown);
    }

    private static async Task<byte[]> EventAsync(IChaincodeStub stub, string name, byte[] payload)
    {
        await stub.PutStateAsync($"event-{name}", payload);
        stub.SetEvent(name, payload);
        return [];
    }

    private static Task<byte[]> WhoAmIAsync(IChaincodeStub stub) => Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(new
    {
        mspId = stub.Creator.MspId,
        commonName = stub.Creator.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
        channel = stub.ChannelId,
        transaction = stub.TransactionId,
        time = stub.Timestamp.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
        transient = stub.Transient.Keys,
    }));

    private static string Show(KeyValue row) => $"{row.Key}={Encoding.UTF8.GetString(row.Value)}";

    private sealed class StubFailure(string message) : Exception(message);
}
