using System.Security.Cryptography.X509Certificates;
using FLChain.DevPeer.Chaincodes;
using FLChain.DevPeer.Endorsing;
using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Membership;
using FLChain.DevPeer.Ordering;
using FLChain.DevPeer.Services;
using FLChain.DevPeer.Validation;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using Microsoft.Extensions.Logging;

namespace FLChain.DevPeer;

/// <summary>The parts of a running peer behind its network surface, put together in order and taken down in reverse.</summary>
internal sealed class PeerCore : IAsyncDisposable
{
    // The block's own limit is on what clients submit; reading must never be stricter.
    private const int EnvelopeSlackBytes = 1 << 20;

    private readonly Stack<IAsyncDisposable> parts = new();
    private readonly Stack<IDisposable> material = new();

    private PeerCore()
    {
    }

    public required LedgerStore Ledger { get; init; }

    public OrderingService Ordering { get; private set; } = null!;

    public ProposalService Proposals { get; private set; } = null!;

    public SubmissionService Submissions { get; private set; } = null!;

    public EventService Events { get; private set; } = null!;

    public DeliverService Blocks { get; private set; } = null!;

    public static async Task<PeerCore> OpenAsync(DevPeerOptions options)
    {
        var logger = options.LoggerFactory.CreateLogger<DevPeerServer>();
        var core = new PeerCore { Ledger = LedgerStore.Open(options.DataDirectory, options.DurableCommits, logger) };
        core.parts.Push(core.Ledger);
        try
        {
            await core.BuildAsync(options, logger);
            return core;
        }
        catch
        {
            await core.DisposeAsync();
            throw;
        }
    }

    /// <summary>Commits what was submitted, lets go of the chaincodes, closes the ledger.</summary>
    public async ValueTask DisposeAsync()
    {
        while (parts.TryPop(out var part))
            await part.DisposeAsync();
        while (material.TryPop(out var held))
            held.Dispose();
    }

    private async Task BuildAsync(DevPeerOptions options, ILogger logger)
    {
        var limits = new EnvelopeLimits { MaxBytes = options.AbsoluteMaxBytes + EnvelopeSlackBytes };
        var batches = new BatchLimits(options.BatchTimeout, options.MaxMessageCount, options.PreferredMaxBytes, options.AbsoluteMaxBytes);
        var channel = CreateChannel(options);
        var orderer = Load(options.Consortium.Orderer);
        var watch = new TransactionWatch(Ledger);
        var validator = new BlockValidator(Ledger, channel, new EnvelopeValidator(channel, limits), logger);
        var committer = new BlockCommitter(Ledger, channel, orderer, validator, watch, logger);
        await committer.EnsureConfigurationAsync(batches, options.TimeProvider.GetUtcNow());
        var ordering = new OrderingService(Ledger, committer, batches, watch, logger);
        Ordering = ordering;
        parts.Push(ordering);

        var access = new RequestAccess(channel, options.TimeProvider);
        var submission = new SubmissionLimits(options.Consortium.Orderer.NodeName, orderer.Identity.MspId, options.AbsoluteMaxBytes);
        Submissions = new SubmissionService(channel, ordering, watch, access, options.TimeProvider, submission);
        Events = new EventService(Ledger, access, limits);
        Blocks = new DeliverService(Ledger, channel, access, options.TimeProvider);
        Proposals = CreateProposals(options, channel, limits, logger);
    }

    private ProposalService CreateProposals(DevPeerOptions options, ChannelContext channel, EnvelopeLimits limits, ILogger logger)
    {
        var services = new Dictionary<string, ChaincodeService>(StringComparer.Ordinal);
        foreach (var chaincode in options.Chaincodes)
        {
            var service = new ChaincodeService(chaincode, options.ChaincodeTimeout, logger);
            parts.Push(service);
            services[chaincode.Name] = service;
        }
        var peers = options.Consortium.Organizations.ToDictionary(each => each.MspId, Load, StringComparer.Ordinal);
        return new ProposalService(
            channel,
            new ProposalReader(channel, options.TimeProvider),
            new ProposalSimulator(Ledger, channel, services, limits, options.SimulateTwice),
            new SystemQueries(Ledger, channel),
            new PeerEndorser(peers),
            options.Consortium.Organizations[0].NodeName);
    }

    private ChannelContext CreateChannel(DevPeerOptions options)
    {
        var organizations = options.Consortium.Organizations;
        var roots = organizations.Append(options.Consortium.Orderer).ToDictionary(
            each => each.MspId,
            each => X509Certificate2.CreateFromPem(File.ReadAllText(each.CaCertificatePath)),
            StringComparer.Ordinal);
        var members = new MspDirectory(roots);
        material.Push(members);
        return new ChannelContext(options.ChannelId, organizations.Select(each => each.MspId).ToArray(), members, options.Chaincodes);
    }

    private SigningIdentity Load(Material.DevOrganization organization)
    {
        var identity = IdentityFiles.LoadMsp(organization.MspId, organization.NodeMspFolder);
        material.Push(identity);
        return identity;
    }
}
