using System.Security.Cryptography;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Client;

/// <summary>What networks, contracts and stages share: identity, peers, clock, and calls with retries.</summary>
internal sealed class GatewayConnection(GatewayOptions options)
{
    public GatewayOptions Options { get; } = options;

    public X509Identity Identity => Options.Identity;

    public PeerChannels Peers { get; } = new(options.Channels, options.Retry.FirstPeerPause, options.TimeProvider);

    public bool CanSign => Options.Signer is not null;

    /// <summary>A signature over SHA-256 of <paramref name="message"/>.</summary>
    /// <exception cref="InvalidOperationException">The gateway has no signer.</exception>
    public ByteString Sign(ReadOnlySpan<byte> message)
    {
        var signer = Options.Signer
            ?? throw new InvalidOperationException("The gateway has no signer: sign the digest elsewhere and hand the signature back.");
        return ByteString.CopyFrom(signer.Sign(SHA256.HashData(message)));
    }

    /// <summary>A signature made elsewhere, brought to low-S and checked.</summary>
    /// <exception cref="ArgumentException">It is not the identity's signature over this message.</exception>
    public ByteString Accept(ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message)
    {
        try
        {
            var lowS = EcdsaLowS.Normalize(signature);
            if (Identity.Verify(message, lowS))
                return ByteString.CopyFrom(lowS);
        }
        catch (CryptographicException)
        {
            // told below
        }
        throw new ArgumentException("Not this identity's signature over the digest.", nameof(signature));
    }

    /// <summary>A call about a transaction that changes nothing: retried while the failure is one that passes, on another peer if there is one, within <paramref name="timeout"/> altogether.</summary>
    public Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, string transactionId, TimeSpan timeout, GatewayRetry retry, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => new CallAttempts(this, transactionId, timeout, retry).RunAsync(method, request, cancellationToken);

    /// <summary>One attempt to submit. Another peer is tried only where the request certainly was not sent.</summary>
    public Task SubmitOnceAsync(SubmitRequest request, TimeSpan timeout, CancellationToken cancellationToken)
        => Peers.CallAsync(
            (channel, _) => channel.UnaryAsync(GatewayService.Submit, request, new GrpcCallOptions { Deadline = timeout }, cancellationToken),
            failure => failure.RequestNotSent);
}
