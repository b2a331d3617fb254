using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MessageType = FLChain.Fabric.Protos.ChaincodeMessage.Types.Type;

namespace FLChain.Benchmarks;

/// <summary>A peer's side of a chaincode's stream with nothing behind it: every state request is answered at once with nothing.</summary>
internal sealed class PlayedPeer : IAsyncDisposable
{
    private static readonly GrpcMethod<ChaincodeMessage, ChaincodeMessage> Connect =
        new("protos.Chaincode", "Connect", ChaincodeMessage.Parser, ChaincodeMessage.Parser);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _running = new(StringComparer.Ordinal);
    private readonly ByteString _creator = Creator();
    private readonly GrpcChannel _channel;
    private readonly GrpcDuplexCall<ChaincodeMessage, ChaincodeMessage> _call;
    private readonly TaskCompletionSource _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private PlayedPeer(GrpcChannel channel)
    {
        _channel = channel;
        _call = channel.Duplex(Connect);
        _reading = ReadAsync();
    }

    /// <summary>Dials a service and takes its registration.</summary>
    public static async Task<PlayedPeer> DialAsync(int port)
    {
        var peer = new PlayedPeer(GrpcChannel.Create(new Uri($"http://127.0.0.1:{port}")));
        await peer._registered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await peer._call.WriteAsync(new ChaincodeMessage { Type = MessageType.Registered });
        await peer._call.WriteAsync(new ChaincodeMessage { Type = MessageType.Ready });
        return peer;
    }

    /// <summary>Has the chaincode run one transaction, to its answer.</summary>
    public async Task RunAsync(params string[] arguments)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[id] = done;
        await _call.WriteAsync(Transaction(id, arguments));
        await done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _call.DisposeAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _channel.DisposeAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var message in _call.ReadAllAsync())
            {
                if (message.Type == MessageType.Register) _registered.TrySetResult();
                else if (message.Type is MessageType.Completed or MessageType.Error) End(message);
                else if (message.Type != MessageType.Keepalive)
                    await _call.WriteAsync(new ChaincodeMessage { Type = MessageType.Response, Txid = message.Txid, ChannelId = message.ChannelId });
            }
        }
        catch (Exception lost)
        {
            _registered.TrySetException(lost);
            foreach (var running in _running.Values) running.TrySetException(lost);
            throw;
        }
    }

    private void End(ChaincodeMessage message)
    {
        if (!_running.TryRemove(message.Txid, out var running)) return;
        if (message.Type == MessageType.Completed && Response.Parser.ParseFrom(message.Payload).Status == 200) running.SetResult();
        else running.SetException(new InvalidOperationException($"the chaincode failed: {message.Payload.ToStringUtf8()}"));
    }

    private ChaincodeMessage Transaction(string id, string[] arguments)
    {
        var input = new ChaincodeInput();
        input.Args.AddRange(arguments.Select(ByteString.CopyFromUtf8));
        var specification = new ChaincodeSpec { ChaincodeId = new ChaincodeID { Name = "bench" }, Input = input };
        var channel = new ChannelHeader { Type = (int)HeaderType.EndorserTransaction, ChannelId = "bench", TxId = id, Timestamp = DateTimeOffset.UtcNow.ToTimestamp() };
        var header = new Header
        {
            ChannelHeader = channel.ToByteString(),
            SignatureHeader = new SignatureHeader { Creator = _creator, Nonce = ByteString.CopyFrom(new byte[24]) }.ToByteString(),
        };
        var payload = new ChaincodeProposalPayload { Input = new ChaincodeInvocationSpec { ChaincodeSpec = specification }.ToByteString() };
        return new ChaincodeMessage
        {
            Type = MessageType.Transaction,
            Txid = id,
            ChannelId = "bench",
            Payload = input.ToByteString(),
            Proposal = new SignedProposal { ProposalBytes = new Proposal { Header = header.ToByteString(), Payload = payload.ToByteString() }.ToByteString() },
        };
    }

    private static ByteString Creator()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bench, OU=client", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        return new SerializedIdentity { Mspid = "BenchMSP", IdBytes = ByteString.CopyFromUtf8(certificate.ExportCertificatePem()) }.ToByteString();
    }
}
