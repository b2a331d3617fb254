using System.Runtime.CompilerServices;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Fabric.Shim;

/// <summary>The queries of one transaction: a peer gives their rows in batches and keeps them open in between.</summary>
internal sealed class StubQueries(StateRequests requests, string transactionId, ILogger logger)
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>The rows of a query, batch by batch; closed when the caller has enough.</summary>
    public async IAsyncEnumerable<T> RunAsync<T>(
        MessageType type, IMessage request, Func<ByteString, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        QueryResponse batch = await FetchAsync(type, request, cancellationToken);
        try
        {
            while (true)
            {
                foreach (QueryResultBytes row in batch.Results)
                {
                    yield return StubBytes.Decode(type, row.ResultBytes, read);
                }

                if (!batch.HasMore)
                {
                    yield break;
                }

                batch = await FetchAsync(MessageType.QueryStateNext, new QueryStateNext { Id = batch.Id }, cancellationToken);
            }
        }
        finally
        {
            // A peer forgets a query when it has given its last row.
            if (batch.HasMore)
            {
                await CloseAsync(batch.Id);
            }
        }
    }

    /// <summary>One batch.</summary>
    public async Task<QueryResponse> FetchAsync(MessageType type, IMessage request, CancellationToken cancellationToken)
    {
        ByteString answer = await requests.SendAsync(type, request, cancellationToken);
        QueryResponse response = StubBytes.Decode(type, answer, QueryResponse.Parser.ParseFrom);
        if (response.HasMore)
        {
            _open.Add(response.Id);
        }
        else
        {
            _open.Remove(response.Id);
        }

        return response;
    }

    // Closing is a courtesy: a failure must not hide what ended the enumeration, and the peer drops the query with the transaction.
    public async Task CloseAsync(string query)
    {
        if (!_open.Remove(query))
        {
            return;
        }

        try
        {
            await requests.SendAsync(MessageType.QueryStateClose, new QueryStateClose { Id = query }, CancellationToken.None);
        }
        catch (Exception exception) when (exception is StateRequestException or OperationCanceledException or InvalidOperationException)
        {
            ShimLog.QueryNotClosed(logger, transactionId, exception.Message);
        }
    }

    /// <summary>Closes what the contract left open.</summary>
    public async Task CloseAllAsync()
    {
        foreach (string query in _open.ToArray())
        {
            await CloseAsync(query);
        }
    }
}
