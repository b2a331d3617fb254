using System.Text;
using FLChain.Conformance.Tests.Consortium;
using FLChain.Conformance.Tests.Probe;
using FLChain.Fabric.Client;

namespace FLChain.Conformance.Tests;

[CollectionDefinition(ConformanceFixture.Collection, DisableParallelization = true)]
public sealed class ConformanceTests : ICollectionFixture<ConformanceFixture>;

/// <summary>What the tests of all parts use.</summary>
[Collection(ConformanceFixture.Collection)]
public abstract class ConformanceTestBase(ConformanceFixture fixture) : IAsyncDisposable
{
    /// <summary>Without retries, so that each failure is seen as it comes.</summary>
    private protected static readonly GatewayRetry Once = GatewayRetry.None;

    private static int keys;

    private readonly List<FabricGateway> gateways = [];

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected ConsortiumUnderTest Consortium => fixture.Consortium;

    /// <summary>A client of the first organization.</summary>
    private protected Contract Probe => field ??= Consortium.Probe(Connect());

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in gateways)
            await gateway.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A key that no other test uses.</summary>
    private protected static string NewKey(string prefix = "k") => $"{prefix}-{Interlocked.Increment(ref keys):d4}";

    private protected FabricGateway Connect(int organization = 0, Func<GatewayOptions, GatewayOptions>? configure = null)
    {
        gateways.Add(Consortium.Connect(organization, configure));
        return gateways[^1];
    }

    private protected FabricGateway ConnectAs(FLChain.Fabric.Identities.SigningIdentity identity)
    {
        gateways.Add(Consortium.ConnectAs(identity));
        return gateways[^1];
    }

    /// <summary>A step of the probe.</summary>
    private protected static string Step(params string[] words) => string.Join(ProbeChaincode.Separator, words);

    private protected static IReadOnlyList<ReadOnlyMemory<byte>> Steps(params string[] steps) =>
        [.. steps.Select(step => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(step))];

    private protected async Task<string> EvaluateAsync(params string[] steps) =>
        Encoding.UTF8.GetString(await Probe.EvaluateAsync("run", Steps(steps), cancellationToken: Token));

    private protected Task<SubmitResult> SubmitAsync(params string[] steps) => Probe.SubmitAsync("run", Steps(steps), cancellationToken: Token);

    /// <summary>Endorses and does not submit yet.</summary>
    private protected Task<PreparedTransaction> EndorseAsync(string[] steps, params string[] organizations) =>
        Probe.NewProposal("run", Steps(steps), new ProposalOptions { EndorsingOrganizations = organizations.Length > 0 ? organizations : null }).EndorseAsync(Token);

    private protected static async Task<CommitStatus> CommitAsync(PreparedTransaction prepared) =>
        await (await prepared.SubmitAsync(Token)).GetStatusAsync(Token);

    /// <summary>Submits with a value as transient data, endorsed by these organizations only.</summary>
    private protected Task<SubmitResult> SubmitPrivateAsync(byte[] value, string[] organizations, params string[] steps) => Probe.SubmitAsync(
        "run",
        Steps(steps),
        new SubmitOptions { Transient = new Dictionary<string, ReadOnlyMemory<byte>> { ["value"] = value }, EndorsingOrganizations = organizations },
        Token);
}
