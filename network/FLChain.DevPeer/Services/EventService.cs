using FLChain.DevPeer.Ledger;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Services;

/// <summary>
/// ChaincodeEvents of the gateway service: from any block on, then live. Each stream reads committed blocks from disk at
/// its own pace, so a slow one holds up nobody.
/// </summary>
internal sealed class EventService(LedgerStore ledger, RequestAccess access, EnvelopeLimits limits)
{
    public async Task StreamAsync(
        SignedChaincodeEventsRequest signed, IGrpcStreamWriter<ChaincodeEventsResponse> writer, GrpcServerContext context)
    {
        var request = RequestAccess.Parse(ChaincodeEventsRequest.Parser, signed.Request);
        access.RequireReader(request.ChannelId, request.Identity, signed.Request, signed.Signature);
        if (request.ChaincodeId.Length == 0)
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "a chaincode name is required");
        var (number, after) = await FindStartAsync(request, context.CancellationToken);
        while (true)
        {
            await WaitAsync(number, context.CancellationToken);
            var response = await ReadAsync(number, request.ChaincodeId, after, context.CancellationToken);
            if (response.Events.Count > 0)
                await writer.WriteAsync(response, context.CancellationToken);
            after = "";
            number++;
        }
    }

    // Where the client has a checkpoint, it goes before the start position.
    private async Task<(ulong Number, string After)> FindStartAsync(ChaincodeEventsRequest request, CancellationToken cancellationToken)
    {
        using var snapshot = await ledger.OpenQueryAsync(cancellationToken);
        if (request.AfterTransactionId.Length > 0 && snapshot.Blocks.FindTransaction(request.AfterTransactionId) is { } found)
            return (found.Block, request.AfterTransactionId);
        var height = snapshot.Tip.Height;
        var number = (request.StartPosition?.TypeCase ?? SeekPosition.TypeOneofCase.None) switch
        {
            SeekPosition.TypeOneofCase.Oldest => 0UL,
            SeekPosition.TypeOneofCase.Newest => height - 1,
            SeekPosition.TypeOneofCase.Specified => request.StartPosition!.Specified.Number,
            _ => height,
        };
        return (number, "");
    }

    private async Task WaitAsync(ulong number, CancellationToken cancellationToken)
    {
        try
        {
            await ledger.Height.WaitForBlockAsync(number, cancellationToken);
        }
        catch (ObjectDisposedException exception)
        {
            throw new GrpcException(GrpcStatusCode.Unavailable, "The peer stops.", innerException: exception);
        }
    }

    private async Task<ChaincodeEventsResponse> ReadAsync(ulong number, string chaincode, string after, CancellationToken cancellationToken)
    {
        Block block;
        using (var snapshot = await ledger.OpenQueryAsync(cancellationToken))
            block = snapshot.Blocks.GetBlock(number)!;
        var response = new ChaincodeEventsResponse { BlockNumber = number };
        var transactions = BlockTransaction.ReadAll(block, limits)
            .Where(each => each.ValidationCode == TxValidationCode.Valid && each.Envelope.Transaction?.Action is not null)
            .Select(each => each.Envelope.Transaction!);
        if (after.Length > 0)
            transactions = transactions.SkipWhile(each => each.TransactionId != after).Skip(1);
        response.Events.AddRange(transactions.Select(each => each.Action!.Event).Where(raised => raised?.ChaincodeId == chaincode));
        return response;
    }
}
