using FLChain.DevPeer.Membership;
using FLChain.DevPeer.Ordering;
using FLChain.DevPeer.Validation;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Services;

/// <summary>Submit and CommitStatus of the gateway service.</summary>
internal sealed class SubmissionService(
    ChannelContext channel, OrderingService orderer, TransactionWatch watch, RequestAccess access, TimeProvider clock, SubmissionLimits limits)
{
    public async Task<SubmitResponse> SubmitAsync(SubmitRequest request, GrpcServerContext context)
    {
        if (request.PreparedTransaction is not { Payload.IsEmpty: false } envelope)
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "a prepared transaction is required");
        if (envelope.Signature.IsEmpty)
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "prepared transaction must be signed");
        var bytes = envelope.ToByteString();
        if (bytes.Length > limits.AbsoluteMaxBytes)
            throw Refused(
                Status.BadRequest, $"message payload is {bytes.Length} bytes and exceeds maximum allowed {limits.AbsoluteMaxBytes} bytes");
        CheckEnvelope(envelope);
        if (!await orderer.TryOrderAsync(bytes, context.CancellationToken))
            throw GatewayStatus.Failure(
                GrpcStatusCode.Unavailable, "no orderers could successfully process transaction", Detail("SERVICE_UNAVAILABLE"));
        return new SubmitResponse();
    }

    public async Task<CommitStatusResponse> CommitStatusAsync(SignedCommitStatusRequest signed, GrpcServerContext context)
    {
        var request = RequestAccess.Parse(CommitStatusRequest.Parser, signed.Request);
        access.RequireReader(request.ChannelId, request.Identity, signed.Request, signed.Signature);
        if (request.TransactionId.Length == 0)
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "a transaction id is required");
        try
        {
            var location = await watch.WaitAsync(request.TransactionId, context.CancellationToken);
            return new CommitStatusResponse { Result = location.Code, BlockNumber = location.Block };
        }
        catch (ObjectDisposedException exception)
        {
            throw new GrpcException(GrpcStatusCode.Unavailable, "The peer stops.", innerException: exception);
        }
    }

    // As an orderer does: only that a writer of the channel signed it. What it holds is judged when its block is.
    private void CheckEnvelope(Envelope envelope)
    {
        if (!EnvelopeHeader.TryRead(envelope, out var header) || header.Channel.Type != (int)HeaderType.EndorserTransaction)
            throw Refused(Status.BadRequest, "the envelope holds no endorsed transaction");
        if (header.Channel.ChannelId != channel.ChannelId)
            throw Refused(Status.NotFound, $"channel '{header.Channel.ChannelId}' not found");
        if (!header.HasProperId)
            throw Refused(Status.BadRequest, "the transaction id is not the hash of nonce and creator");
        if (!channel.Members.TryFind(header.Signature.Creator, out var creator, out var reason))
            throw Refused(Status.Forbidden, reason);
        if (creator.IsExpiredAt(clock.GetUtcNow()))
            throw Refused(Status.BadRequest, "broadcast client identity expired");
        if (!IsAcceptable(creator) || !creator.Verify(envelope.Payload.Span, envelope.Signature.Span))
            throw Refused(Status.Forbidden, "implicit policy evaluation failed: the signature is not that of a writer of the channel");
    }

    private bool IsAcceptable(MspMember creator) =>
        creator.IsWriter && channel.MspIds.Contains(creator.MspId, StringComparer.Ordinal) && !creator.IsTooEarlyAt(clock.GetUtcNow());

    private GrpcException Refused(Status status, string reason)
    {
        var name = status switch
        {
            Status.Forbidden => "FORBIDDEN",
            Status.NotFound => "NOT_FOUND",
            _ => "BAD_REQUEST",
        };
        var message = $"received unsuccessful response from orderer: status={name}, info={reason}";
        return GatewayStatus.Failure(GrpcStatusCode.Aborted, message, Detail(message));
    }

    private ErrorDetail Detail(string message) => new() { Address = limits.Address, MspId = limits.OrdererMspId, Message = message };
}
