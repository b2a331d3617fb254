using FLChain.DevPeer.Membership;
using FLChain.DevPeer.Validation;
using FLChain.Fabric.Grpc;
using Google.Protobuf;

namespace FLChain.DevPeer.Services;

/// <summary>Who may ask for commits, events and blocks. Safe for concurrent use.</summary>
internal sealed class RequestAccess(ChannelContext channel, TimeProvider clock)
{
    /// <summary>Whether <paramref name="identity"/> is a member of the channel that signed <paramref name="request"/>, with a certificate that has not expired.</summary>
    public bool IsReader(ByteString identity, ByteString request, ByteString signature) =>
        FindSigner(identity, request, signature) is { } signer && !signer.IsExpiredAt(clock.GetUtcNow());

    /// <summary>As in Fabric, the gateway does not ask whether the certificate has expired.</summary>
    /// <exception cref="GrpcException">NOT_FOUND for another channel; PERMISSION_DENIED for whoever is not a reader of it.</exception>
    public void RequireReader(string channelId, ByteString identity, ByteString request, ByteString signature)
    {
        if (channelId != channel.ChannelId)
            throw new GrpcException(GrpcStatusCode.NotFound, $"channel '{channelId}' not found");
        if (FindSigner(identity, request, signature) is null)
            throw new GrpcException(GrpcStatusCode.PermissionDenied, "access denied: the request is not signed by a member of the channel");
    }

    private MspMember? FindSigner(ByteString identity, ByteString request, ByteString signature) =>
        channel.Members.TryFind(identity, out var member, out _) && MayRead(member) && member.Verify(request.Span, signature.Span) ? member : null;

    private bool MayRead(MspMember member) =>
        member.IsReader && channel.MspIds.Contains(member.MspId, StringComparer.Ordinal) && !member.IsTooEarlyAt(clock.GetUtcNow());

    /// <summary>Reads the inner bytes of a signed request.</summary>
    /// <exception cref="GrpcException">INVALID_ARGUMENT: they are no such message.</exception>
    public static T Parse<T>(MessageParser<T> parser, ByteString bytes)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "The signed request cannot be read.", innerException: exception);
        }
    }
}
