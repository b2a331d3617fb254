using FLChain.Fabric.Identities;

namespace FLChain.Fabric.Client;

/// <summary>
/// A client of a Fabric network over the Gateway protocol, in the name of one identity. Connecting sends nothing; the
/// first call does. Safe for concurrent use.
/// </summary>
public sealed class FabricGateway : IAsyncDisposable, IDisposable
{
    private readonly GatewayConnection _connection;
    private readonly IReadOnlyList<IDisposable> _owned;

    private FabricGateway(GatewayOptions options, IReadOnlyList<IDisposable> owned)
    {
        _connection = new GatewayConnection(options);
        _owned = owned;
    }

    /// <summary>In whose name this gateway acts.</summary>
    public X509Identity Identity => _connection.Identity;

    /// <summary>Makes a gateway over channels and a signer that stay the caller's.</summary>
    /// <exception cref="ArgumentException">An option is missing or out of range.</exception>
    public static FabricGateway Connect(GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new FabricGateway(options, []);
    }

    /// <summary>Makes a gateway from a profile; it owns the channels and the key it loads.</summary>
    /// <param name="profile">Peers, identity and endorsing organizations.</param>
    /// <param name="configure">Changes the options before they are used: time-outs, retries, clock, logger.</param>
    /// <exception cref="FabricConfigurationException">A file of the profile cannot be used.</exception>
    public static FabricGateway Connect(ConnectionProfile profile, Func<GatewayOptions, GatewayOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var owned = new List<IDisposable>();
        try
        {
            var signing = profile.LoadIdentity();
            owned.Add(signing);
            var channels = profile.CreateChannels();
            owned.AddRange(channels);
            var options = new GatewayOptions
            {
                Identity = signing.Identity,
                Signer = signing.Signer,
                Channels = channels,
                EndorsingOrganizations = profile.EndorsingOrganizations,
            };
            options = configure?.Invoke(options) ?? options;
            options.Validate();
            return new FabricGateway(options, owned);
        }
        catch
        {
            owned.ForEach(item => item.Dispose());
            throw;
        }
    }

    /// <summary>A channel of the network; nothing is sent.</summary>
    public Network GetNetwork(string channelId)
    {
        ArgumentException.ThrowIfNullOrEmpty(channelId);
        return new Network(_connection, channelId);
    }

    /// <summary>Takes up a proposal from <see cref="Proposal.Bytes"/>, in this process or another, signed elsewhere.</summary>
    /// <exception cref="ArgumentException">The bytes are no proposal of this identity, or the signature is not over it.</exception>
    public Proposal NewSignedProposal(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
        => Proposal.FromBytes(_connection, bytes).WithSignature(signature);

    /// <summary>Takes up an endorsed transaction from <see cref="PreparedTransaction.Bytes"/>, signed elsewhere.</summary>
    /// <exception cref="ArgumentException">The bytes are no transaction of this identity, or the signature is not over it.</exception>
    public PreparedTransaction NewSignedTransaction(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
        => PreparedTransaction.FromBytes(_connection, bytes).WithSignature(signature);

    /// <summary>Takes up the question for a transaction's verdict from <see cref="SubmittedTransaction.Bytes"/>, signed elsewhere.</summary>
    /// <exception cref="ArgumentException">The bytes are no such question of this identity, or the signature is not over it.</exception>
    public SubmittedTransaction NewSignedCommit(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
        => SubmittedTransaction.FromBytes(_connection, bytes).WithSignature(signature);

    /// <summary>Closes what this gateway owns: the channels and the key of a profile. Channels given in options stay open.</summary>
    public void Dispose()
    {
        foreach (var item in _owned)
            item.Dispose();
    }

    /// <summary>As <see cref="Dispose"/>.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
