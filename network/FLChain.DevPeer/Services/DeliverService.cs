using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Validation;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Services;

/// <summary>
/// The Deliver service: whole blocks, from any to any, one range after another on the same stream. Each stream reads
/// committed blocks from disk at its own pace, so a slow one holds up nobody.
/// </summary>
internal sealed class DeliverService(LedgerStore ledger, ChannelContext channel, RequestAccess access, TimeProvider clock)
{
    /// <summary>How far the request's clock may be off; bounds the replay of a request that was overheard.</summary>
    private static readonly TimeSpan TimeWindow = TimeSpan.FromMinutes(15);

    public async Task StreamAsync(IAsyncEnumerable<Envelope> requests, IGrpcStreamWriter<DeliverResponse> writer, GrpcServerContext context)
    {
        await foreach (var envelope in requests)
        {
            var status = await DeliverAsync(envelope, writer, context.CancellationToken);
            await writer.WriteAsync(new DeliverResponse { Status = status }, context.CancellationToken);
            // As in Fabric: a range that was delivered may be followed by another, a refusal ends the stream.
            if (status != Status.Success)
                return;
        }
    }

    private async Task<Status> DeliverAsync(Envelope envelope, IGrpcStreamWriter<DeliverResponse> writer, CancellationToken cancellationToken)
    {
        var status = Check(envelope, out var seek);
        if (status != Status.Success)
            return status;
        if (!TryResolve(seek!, ledger.Height.Current, out var number, out var last))
            return Status.BadRequest;
        for (; ; number++)
        {
            if (seek!.Behavior == SeekInfo.Types.SeekBehavior.FailIfNotReady && number >= ledger.Height.Current)
                return Status.NotFound;
            try
            {
                await ledger.Height.WaitForBlockAsync(number, cancellationToken);
            }
            catch (ObjectDisposedException)
            {
                return Status.ServiceUnavailable;
            }
            Block block;
            using (var snapshot = await ledger.OpenQueryAsync(cancellationToken))
                block = snapshot.Blocks.GetBlock(number)!;
            await writer.WriteAsync(new DeliverResponse { Block = block }, cancellationToken);
            // Compared before counting on: the last possible number has no successor.
            if (number >= last)
                return Status.Success;
        }
    }

    private Status Check(Envelope envelope, out SeekInfo? seek)
    {
        seek = null;
        if (!EnvelopeHeader.TryRead(envelope, out var header) || !IsRecent(header.Channel))
            return Status.BadRequest;
        if (header.Channel.ChannelId != channel.ChannelId)
            return Status.NotFound;
        if (!access.IsReader(header.Signature.Creator, envelope.Payload, envelope.Signature))
            return Status.Forbidden;
        try
        {
            seek = SeekInfo.Parser.ParseFrom(Payload.Parser.ParseFrom(envelope.Payload).Data);
        }
        catch (InvalidProtocolBufferException)
        {
            return Status.BadRequest;
        }
        return seek.Start is null || seek.Stop is null ? Status.BadRequest : Status.Success;
    }

    private bool IsRecent(ChannelHeader header)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return header.Timestamp is { } time && Int128.Abs((Int128)now - time.Seconds) <= (Int128)TimeWindow.TotalSeconds;
    }

    private static bool TryResolve(SeekInfo seek, ulong height, out ulong first, out ulong last)
    {
        first = Resolve(seek.Start, height, 0) ?? 0;
        last = Resolve(seek.Stop, height, first) ?? 0;
        return Resolve(seek.Start, height, 0) is not null && Resolve(seek.Stop, height, first) is not null && first <= last;
    }

    // "Oldest" as the end of a range means: the first block only.
    private static ulong? Resolve(SeekPosition position, ulong height, ulong oldest) => position.TypeCase switch
    {
        SeekPosition.TypeOneofCase.Oldest => oldest,
        SeekPosition.TypeOneofCase.Newest => height - 1,
        SeekPosition.TypeOneofCase.Specified => position.Specified.Number,
        SeekPosition.TypeOneofCase.NextCommit => height,
        _ => null,
    };
}
