using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FLChain.Core;
using FLChain.Core.Encoding;
using FLChain.Core.Requests;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FLChain.Cli.Audit.Wire;

/// <summary>Blocks over Fabric's deliver service, payloads and answers over its gateway. Safe for concurrent use.</summary>
public sealed class GatewayAuditSource : IAuditSource, IAsyncDisposable
{
    private const int NonceBytes = 24;
    private const int Reconnects = 5;

    private readonly SigningIdentity _identity;
    private readonly IReadOnlyList<GrpcChannel> _channels;
    private readonly FabricGateway _gateway;
    private readonly Network _network;
    private readonly string _chaincode;

    private GatewayAuditSource(SigningIdentity identity, IReadOnlyList<GrpcChannel> channels, ConnectionProfile profile)
    {
        _identity = identity;
        _channels = channels;
        _chaincode = profile.Chaincode;
        _gateway = FabricGateway.Connect(new GatewayOptions
        {
            Identity = identity.Identity,
            Signer = identity.Signer,
            Channels = channels,
            Retry = new GatewayRetry { MaxReconnects = Reconnects, MaxRetries = Reconnects },
        });
        _network = _gateway.GetNetwork(profile.Channel);
    }

    /// <inheritdoc/>
    public X509Identity Caller => _identity.Identity;

    /// <summary>Connects with a profile that has an identity; nothing is sent yet.</summary>
    /// <exception cref="Fabric.FabricConfigurationException">A file of the profile cannot be used.</exception>
    public static GatewayAuditSource Connect(ConnectionProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var identity = profile.LoadIdentity();
        try
        {
            return new GatewayAuditSource(identity, profile.CreateChannels(), profile);
        }
        catch
        {
            identity.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ulong> GetHeightAsync(CancellationToken cancellationToken)
    {
        GrpcException? last = null;
        foreach (var channel in _channels)
        {
            try
            {
                await using var call = channel.Duplex(DeliverService.Deliver, cancellationToken: cancellationToken);
                await call.WriteAsync(SeekNewest(channel), cancellationToken);
                await foreach (var response in call.ReadAllAsync(cancellationToken))
                    return response.Block?.Header is { } header
                        ? header.Number + 1
                        : throw new AuditSourceException($"the peer answered {response.Status} when it was asked for its newest block");
            }
            catch (GrpcException failure)
            {
                last = failure;
            }
        }

        throw new AuditSourceException($"no peer gives its newest block: {last?.Message ?? "the stream ended"}", last);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Block> BlocksAsync(ulong first, ulong last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var blocks = _network.BlocksAsync(first, last, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await blocks.MoveNextAsync()) yield break;
            }
            catch (EventsException failure) when (IsAboutTheConnection(failure.StatusCode))
            {
                throw new AuditSourceException($"the blocks cannot be read: {failure.Message}", failure);
            }
            catch (EventsException)
            {
                // The peer is there and gives no such block: that is a finding, and the audit's to report.
                yield break;
            }

            yield return blocks.Current;
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> GetPayloadAsync(PayloadReference reference, CancellationToken cancellationToken) =>
        await EvaluateAsync(
            $"{TransactionNames.Training.Contract}:{TransactionNames.Training.GetPayload}",
            CanonicalJson.Encode(reference),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<byte[]?> EvaluateAsync(string query, byte[]? argument, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>[] arguments = argument is null ? [] : [argument];
        try
        {
            return await _network.GetContract(_chaincode).EvaluateAsync(query, arguments, cancellationToken: cancellationToken);
        }
        catch (EvaluateException failure) when (failure.ChaincodeStatus is null && IsAboutTheConnection(failure.StatusCode))
        {
            throw new AuditSourceException($"{query} has no answer: {failure.Message}", failure);
        }
        catch (EvaluateException)
        {
            // Refused by the contracts, or by a peer that cannot read its own state.
            return null;
        }
    }

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        foreach (var channel in _channels) channel.Dispose();
        _identity.Dispose();
    }

    // Nothing was learned of the ledger: the peer is not there, is too slow, or speaks with others only.
    private static bool IsAboutTheConnection(GrpcStatusCode code) =>
        code is GrpcStatusCode.Unavailable or GrpcStatusCode.DeadlineExceeded or GrpcStatusCode.Cancelled
            or GrpcStatusCode.Unauthenticated or GrpcStatusCode.PermissionDenied or GrpcStatusCode.Unimplemented
            or GrpcStatusCode.NotFound or GrpcStatusCode.InvalidArgument;

    private Envelope SeekNewest(GrpcChannel channel)
    {
        var header = new ChannelHeader
        {
            Type = (int)HeaderType.DeliverSeekInfo,
            ChannelId = _network.ChannelId,
            Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow),
        };

        // Under mutual TLS a peer wants the request bound to the connection's certificate.
        if (channel.Options.ClientCertificate is { } certificate)
            header.TlsCertHash = ByteString.CopyFrom(SHA256.HashData(certificate.RawDataMemory.Span));
        var signer = new SignatureHeader { Creator = Caller.Serialized, Nonce = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(NonceBytes)) };
        var newest = new SeekPosition { Newest = new SeekNewest() };
        var seek = new SeekInfo { Start = newest, Stop = newest.Clone(), Behavior = SeekInfo.Types.SeekBehavior.FailIfNotReady };
        var payload = new Payload
        {
            Header = new Header { ChannelHeader = header.ToByteString(), SignatureHeader = signer.ToByteString() },
            Data = seek.ToByteString(),
        }.ToByteString();
        return new Envelope { Payload = payload, Signature = ByteString.CopyFrom(_identity.Sign(payload.Span)) };
    }
}
