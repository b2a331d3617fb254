using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Client;

/// <summary>Blocks without a gap over as many streams as it takes.</summary>
internal sealed class BlockStream(GatewayConnection connection, string channelId, ulong startBlock, ulong? endBlock)
{
    private ulong _next = startBlock;

    public async IAsyncEnumerable<Block> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var peers = connection.Peers.ForStream();
        var delay = new ReconnectDelay(connection, peers, $"Blocks of {channelId}");
        while (true)
        {
            GrpcException? loss = null;
            var peer = peers.Current;
            var channel = peers[peer];
            await using (var call = channel.Duplex(DeliverService.Deliver, cancellationToken: cancellationToken))
            await using (var responses = call.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken))
            {
                var asked = false;
                // Until it is lost, or the first peer is due again.
                do
                {
                    Block block;
                    try
                    {
                        if (!asked)
                            await AskAsync(call, channel, cancellationToken).ConfigureAwait(false);
                        asked = true;
                        block = await NextAsync(responses).ConfigureAwait(false);
                    }
                    catch (GrpcException failure)
                    {
                        loss = failure;
                        break;
                    }
                    delay.Reset();
                    yield return block;
                    if (_next == endBlock)
                        yield break;
                    _next++;
                }
                while (peers.Current == peer);
            }
            if (loss is not null)
                await delay.WaitAsync(loss, peer, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AskAsync(GrpcDuplexCall<Envelope, DeliverResponse> call, GrpcChannel channel, CancellationToken cancellationToken)
    {
        var request = Request(channel);
        try
        {
            await call.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (GrpcException)
        {
            // The peer may have answered a status already, which reading tells.
        }
    }

    private async Task<Block> NextAsync(IAsyncEnumerator<DeliverResponse> responses)
    {
        if (!await responses.MoveNextAsync().ConfigureAwait(false))
            throw new GrpcException(GrpcStatusCode.Unavailable, "The peer ended the stream.");
        if (responses.Current.Block is not { } block)
            throw Refused(responses.Current.Status);
        if (block.Header?.Number != _next)
            throw new GrpcException(GrpcStatusCode.OutOfRange, $"The peer sent block {block.Header?.Number} where block {_next} was due.");
        return block;
    }

    private static GrpcException Refused(Status status)
    {
        var code = status switch
        {
            Status.BadRequest => GrpcStatusCode.InvalidArgument,
            Status.Forbidden => GrpcStatusCode.PermissionDenied,
            Status.NotFound => GrpcStatusCode.NotFound,
            _ => GrpcStatusCode.Unavailable,
        };
        return new GrpcException(code, $"The peer answered {status} instead of a block.");
    }

    private Envelope Request(GrpcChannel channel)
    {
        var (header, _) = ProposalBuilder.NewHeader(
            HeaderType.DeliverSeekInfo, channelId, connection.Identity, connection.Options.TimeProvider, channelHeader =>
            {
                // Under mutual TLS a peer wants the request bound to the connection's certificate.
                if (channel.Options.ClientCertificate is { } certificate)
                    channelHeader.TlsCertHash = ByteString.CopyFrom(SHA256.HashData(certificate.RawDataMemory.Span));
            });
        var seek = new SeekInfo
        {
            Start = At(_next),
            Stop = At(endBlock ?? ulong.MaxValue),
            Behavior = SeekInfo.Types.SeekBehavior.BlockUntilReady,
        };
        var payload = new Payload { Header = header, Data = seek.ToByteString() }.ToByteString();
        return new Envelope { Payload = payload, Signature = connection.Sign(payload.Span) };
    }

    private static SeekPosition At(ulong number) => new() { Specified = new SeekSpecified { Number = number } };
}
