using System.Runtime.CompilerServices;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Client;

/// <summary>A chaincode's events over as many streams as it takes.</summary>
internal sealed class ChaincodeEventStream
{
    private readonly GatewayConnection _connection;
    private readonly string _channelId;
    private readonly string _chaincode;

    // Where to go on: a block (null for the next one committed), and the last transaction of it that was given out.
    private ulong? _block;
    private string _afterTransaction = "";

    public ChaincodeEventStream(GatewayConnection connection, string channelId, string chaincode, EventOptions options)
    {
        _connection = connection;
        _channelId = channelId;
        _chaincode = chaincode;
        _block = options.Checkpoint?.BlockNumber ?? options.StartBlock;
        if (options.Checkpoint?.BlockNumber is not null)
            _afterTransaction = options.Checkpoint.TransactionId;
    }

    public async IAsyncEnumerable<ChaincodeEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var peers = _connection.Peers.ForStream();
        var delay = new ReconnectDelay(_connection, peers, $"Events of {_chaincode}");
        while (true)
        {
            GrpcException? loss = null;
            var peer = peers.Current;
            await using (var responses = Open(peers[peer], cancellationToken).GetAsyncEnumerator(cancellationToken))
            {
                // Until it is lost, or the first peer is due again.
                do
                {
                    try
                    {
                        if (!await responses.MoveNextAsync().ConfigureAwait(false))
                            throw new GrpcException(GrpcStatusCode.Unavailable, "The peer ended the stream.");
                        CheckOrder(responses.Current);
                    }
                    catch (GrpcException failure)
                    {
                        loss = failure;
                        break;
                    }
                    delay.Reset();
                    foreach (var item in Unseen(responses.Current))
                    {
                        _block = item.BlockNumber;
                        _afterTransaction = item.TransactionId;
                        yield return item;
                    }
                }
                while (peers.Current == peer);
            }
            if (loss is not null)
                await delay.WaitAsync(loss, peer, cancellationToken).ConfigureAwait(false);
        }
    }

    private IAsyncEnumerable<ChaincodeEventsResponse> Open(GrpcChannel channel, CancellationToken cancellationToken)
    {
        var request = new ChaincodeEventsRequest
        {
            ChannelId = _channelId,
            ChaincodeId = _chaincode,
            Identity = _connection.Identity.Serialized,
            AfterTransactionId = _afterTransaction,
            StartPosition = _block is { } block
                ? new SeekPosition { Specified = new SeekSpecified { Number = block } }
                : new SeekPosition { NextCommit = new SeekNextCommit() },
        };
        var bytes = request.ToByteString();
        var signed = new SignedChaincodeEventsRequest { Request = bytes, Signature = _connection.Sign(bytes.Span) };
        return channel.ServerStreamingAsync(GatewayService.ChaincodeEvents, signed, cancellationToken: cancellationToken);
    }

    private void CheckOrder(ChaincodeEventsResponse response)
    {
        if (response.BlockNumber < _block)
            throw new GrpcException(GrpcStatusCode.OutOfRange, $"The peer sent events of block {response.BlockNumber} after those of block {_block}.");
    }

    // A block taken up again may bring what was given out before; what follows the last transaction given out is new.
    private IEnumerable<ChaincodeEvent> Unseen(ChaincodeEventsResponse response)
    {
        var events = response.Events.ToList();
        var seen = response.BlockNumber == _block ? events.FindIndex(item => item.TxId == _afterTransaction) + 1 : 0;
        return events.Skip(seen).Select(item => new ChaincodeEvent(
            response.BlockNumber, item.TxId, item.ChaincodeId, item.EventName, item.Payload.Memory));
    }
}
