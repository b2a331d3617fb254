using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Shim;

namespace FLChain.Conformance.Tests.Probe;

/// <summary>
/// A chaincode that does what its caller says: the first argument is <c>run</c>, each further one a step, its words
/// separated by tabs. The answer has one line for each step. So a test says in one place what a transaction does.
/// </summary>
internal sealed class ProbeChaincode : IChaincode
{
    public const char Separator = '\t';

    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Asleep = new(StringComparer.Ordinal);

    public async Task<ChaincodeResponse> InvokeAsync(IChaincodeStub stub, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var argument in stub.Arguments.Skip(1))
        {
            var words = Encoding.UTF8.GetString(argument.Span).Split(Separator);
            if (words[0] == "fail")
                return ChaincodeResponse.Error(words[1]);
            lines.Add(await StateStepAsync(stub, words) ?? await PrivateStepAsync(stub, words) ?? await OtherStepAsync(stub, words, cancellationToken));
        }
        return ChaincodeResponse.Ok(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }

    private static async Task<string?> StateStepAsync(IChaincodeStub stub, string[] words)
    {
        switch (words[0])
        {
            case "put":
                await stub.PutStateAsync(words[1], Encoding.UTF8.GetBytes(words[2]));
                return "";
            case "big":
                await stub.PutStateAsync(words[1], new byte[Number(words[2])].Select(_ => (byte)'x').ToArray());
                return "";
            case "get":
                return Shown(await stub.GetStateAsync(words[1]));
            case "delete":
                await stub.DeleteStateAsync(words[1]);
                return "";
            case "range":
                return await JoinAsync(stub.GetStateByRangeAsync(words[1], words[2]), words.Length > 3 ? Number(words[3]) : int.MaxValue);
            case "page":
                var page = await stub.GetStatePageAsync(words[1], words[2], Number(words[3]), words[4]);
                return string.Join(',', page.Items.Select(item => item.Key)) + "|" + page.Bookmark;
            case "history":
                return await HistoryAsync(stub, words[1]);
            case "protect":
                await stub.SetStateValidationParameterAsync(words[1], words.Length > 2 ? SignaturePolicy.AllOf(words[2..]) : null);
                return "";
            case "protection":
                return Convert.ToHexStringLower((await stub.GetStateValidationParameterAsync(words[1]))?.ToBytes() ?? []);
            case "query":
                return await JoinAsync(stub.GetQueryResultAsync(words[1]), int.MaxValue);
            default:
                return null;
        }
    }

    /// <summary>Done when the transaction has come to a step "sleep", on whichever peer first.</summary>
    internal static Task AsleepAsync(string transactionId) => AsleepSource(transactionId).Task;

    private static TaskCompletionSource AsleepSource(string transactionId) =>
        Asleep.GetOrAdd(transactionId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private static async Task<string?> PrivateStepAsync(IChaincodeStub stub, string[] words)
    {
        switch (words[0])
        {
            case "private-put":
                await stub.PutPrivateDataAsync(words[1], words[2], stub.Transient["value"]);
                return "";
            case "private-get":
                return Shown(await stub.GetPrivateDataAsync(words[1], words[2]));
            case "private-size":
                return ((await stub.GetPrivateDataAsync(words[1], words[2]))?.Length ?? -1).ToString(CultureInfo.InvariantCulture);
            case "private-hash":
                return Convert.ToHexStringLower(await stub.GetPrivateDataHashAsync(words[1], words[2]) ?? []);
            case "private-delete":
                await stub.DeletePrivateDataAsync(words[1], words[2]);
                return "";
            case "private-purge":
                await stub.PurgePrivateDataAsync(words[1], words[2]);
                return "";
            case "private-range":
                return await JoinAsync(stub.GetPrivateDataByRangeAsync(words[1], words[2], words[3]), int.MaxValue);
            case "private-protect":
                await stub.SetPrivateDataValidationParameterAsync(words[1], words[2], SignaturePolicy.AllOf(words[3..]));
                return "";
            case "private-protection":
                return Convert.ToHexStringLower((await stub.GetPrivateDataValidationParameterAsync(words[1], words[2]))?.ToBytes() ?? []);
            case "private-query":
                return await JoinAsync(stub.GetPrivateDataQueryResultAsync(words[1], words[2]), int.MaxValue);
            default:
                return null;
        }
    }

    private static async Task<string> OtherStepAsync(IChaincodeStub stub, string[] words, CancellationToken cancellationToken)
    {
        switch (words[0])
        {
            case "event":
                stub.SetEvent(words[1], Encoding.UTF8.GetBytes(words[2]));
                return "";
            case "call":
                // Steps of the other chaincode have their words separated by commas here.
                var called = await stub.InvokeChaincodeAsync(
                    words[1],
                    [Encoding.UTF8.GetBytes("run"), .. words[3..].Select(step => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(step.Replace(',', Separator)))],
                    words[2],
                    cancellationToken);
                return $"{called.Status} {called.Message}{Encoding.UTF8.GetString(called.Payload.Span)}";
            case "random":
                await stub.PutStateAsync(words[1], Guid.NewGuid().ToByteArray(), cancellationToken);
                return "";
            case "sleep":
                AsleepSource(stub.TransactionId).TrySetResult();
                await Task.Delay(Number(words[1]), cancellationToken);
                return "";
            case "repeat":
                return new string('x', Number(words[1]));
            case "ignore":
                return "";
            case "facts":
                return $"{stub.TransactionId} {stub.ChannelId} {stub.Timestamp.ToUnixTimeMilliseconds()} {stub.Creator.MspId} "
                    + $"{stub.Creator.Certificate.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, false)} "
                    + string.Join(',', stub.Transient.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value.Length}"));
            default:
                throw new InvalidOperationException($"there is no step {words[0]}");
        }
    }

    private static async Task<string> HistoryAsync(IChaincodeStub stub, string key)
    {
        var versions = new List<string>();
        await foreach (var version in stub.GetHistoryAsync(key))
            versions.Add($"{version.TransactionId}={(version.IsDelete ? "deleted" : Encoding.UTF8.GetString(version.Value))}");
        return string.Join(',', versions);
    }

    private static async Task<string> JoinAsync(IAsyncEnumerable<KeyValue> rows, int most)
    {
        var text = new List<string>();
        await foreach (var row in rows)
        {
            text.Add($"{row.Key.Replace('\0', '|')}={Encoding.UTF8.GetString(row.Value)}");
            if (text.Count == most)
                break;
        }
        return string.Join(',', text);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Shown(byte[]? value) => value is null ? "(none)" : Encoding.UTF8.GetString(value);
}
