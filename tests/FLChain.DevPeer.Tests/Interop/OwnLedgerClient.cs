using System.Security.Cryptography.X509Certificates;
using System.Text;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;

namespace FLChain.DevPeer.Tests.Interop;

/// <summary>Our Gateway client.</summary>
internal sealed class OwnLedgerClient : ILedgerClient
{
    private readonly X509Certificate2 _root;
    private readonly GrpcChannel _channel;
    private readonly SigningIdentity _identity;
    private readonly FabricGateway _gateway;
    private readonly Contract _contract;

    public OwnLedgerClient(InteropNetwork network, string user, string? contract = null)
    {
        _root = X509Certificate2.CreateFromPem(File.ReadAllText(network.Consortium.Organizations[0].TlsCaCertificatePath));
        _channel = network.Dial(_root);
        _identity = IdentityFiles.LoadMsp("Org1MSP", network.Consortium.IssueUser("Org1MSP", user, user));
        _gateway = FabricGateway.Connect(new GatewayOptions { Identity = _identity.Identity, Signer = _identity.Signer, Channels = [_channel] });
        Network = _gateway.GetNetwork(InteropNetwork.ChannelId);
        _contract = Network.GetContract(InteropNetwork.Chaincode, contract);
    }

    public Fabric.Client.Network Network { get; }

    public async Task<Committed> SubmitAsync(string function, string[] arguments, IReadOnlyDictionary<string, string>? transient = null)
    {
        var options = new SubmitOptions
        {
            Transient = (transient ?? new Dictionary<string, string>())
                .ToDictionary(entry => entry.Key, entry => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(entry.Value))),
            EndorsingOrganizations = transient is null ? null : ["Org1MSP", "Org2MSP"],
        };
        try
        {
            SubmitResult result = await _contract.SubmitAsync(function, arguments, options, TestContext.Current.CancellationToken);
            return new Committed(Encoding.UTF8.GetString(result.Payload), result.TransactionId, result.BlockNumber);
        }
        catch (FabricException exception)
        {
            throw Translate(exception);
        }
    }

    public async Task<string> EvaluateAsync(string function, params string[] arguments)
    {
        try
        {
            return Encoding.UTF8.GetString(await _contract.EvaluateAsync(function, arguments, cancellationToken: TestContext.Current.CancellationToken));
        }
        catch (FabricException exception)
        {
            throw Translate(exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _channel.DisposeAsync();
        _identity.Dispose();
        _root.Dispose();
    }

    private static LedgerFailure Translate(FabricException exception) => new(
        exception.GetType().Name.Replace("Exception", "Error", StringComparison.Ordinal),
        exception.Message,
        exception.TransactionId,
        string.Join(';', exception.Details.Select(detail => $"{detail.MspId}: {detail.Message}")));
}
