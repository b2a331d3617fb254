using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;

namespace FLChain.Gateway.Ledger;

/// <summary>The gateway's connections to the peers, and through them the ledger in the name of whoever acts. Safe for concurrent use.</summary>
internal sealed class LedgerAccess : IDisposable
{
    // The follower begins anew by itself, and says meanwhile that it does not follow.
    private const int StreamReconnects = 2;

    private readonly ConnectionProfile _profile;
    private readonly IReadOnlyList<GrpcChannel> _channels;
    private readonly SigningIdentity _service;
    private readonly FabricGateway _serviceGateway;
    private readonly ILogger _logger;

    /// <exception cref="Fabric.FabricConfigurationException">A file that the profile names cannot be used.</exception>
    public LedgerAccess(ConnectionProfile profile, ILogger<LedgerAccess> logger)
    {
        _profile = profile;
        _logger = logger;
        _service = profile.LoadIdentity();
        _channels = profile.CreateChannels();
        _serviceGateway = FabricGateway.Connect(Options(_service.Identity, _service.Signer) with { Retry = new GatewayRetry { MaxReconnects = StreamReconnects } });
        Service = _serviceGateway.GetNetwork(profile.Channel);
    }

    /// <summary>The network in the name of the gateway itself: for blocks, verdicts and attestations, never for a user.</summary>
    public Network Service { get; }

    /// <summary>MSP id of the gateway's own identity.</summary>
    public string ServiceMsp => _service.Identity.MspId;

    /// <summary>The channel.</summary>
    public string Channel => _profile.Channel;

    /// <summary>The contracts' chaincode.</summary>
    public string Chaincode => _profile.Chaincode;

    /// <summary>Organizations that endorse.</summary>
    public IReadOnlyList<string> EndorsingOrganizations => _profile.EndorsingOrganizations;

    /// <summary>The ledger in the name of a user. With no signer, every message is signed elsewhere.</summary>
    public FabricGateway As(GatewayUser user, ISigner? signer) => FabricGateway.Connect(Options(X509Identity.FromPem(user.MspId, user.Certificate), signer));

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _serviceGateway.Dispose();
        foreach (var channel in _channels) channel.Dispose();
        _service.Dispose();
    }

    private GatewayOptions Options(X509Identity identity, ISigner? signer) => new()
    {
        Identity = identity,
        Signer = signer,
        Channels = _channels,
        EndorsingOrganizations = _profile.EndorsingOrganizations,
        Retry = new GatewayRetry { MaxRetries = 2 },
        Logger = _logger,
    };
}
