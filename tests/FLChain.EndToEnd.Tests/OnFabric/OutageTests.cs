using FLChain.Cli.Audit.Wire;
using FLChain.Cli.Consortium;
using FLChain.Core.Records;
using FLChain.EndToEnd.Tests.Demo;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.EndToEnd.Tests.Market;
using FLChain.Fabric.Client;
using FLChain.TrainerSdk.Authority;
using FLChain.TrainerSdk.Market;

namespace FLChain.EndToEnd.Tests.OnFabric;

/// <summary>
/// A federation trains on real Fabric, with a gateway as its store, while one part of the consortium after the other is
/// killed, stays away for an iteration or two, and comes back.
/// </summary>
[Collection(OnOneFabricNetwork.Name)]
public sealed class OutageTests : IDisposable
{
    private const long Price = 100_000;
    private static readonly FederationShape Shape = new() { Trainers = 4, Threshold = 3, Iterations = 9 };

    private readonly FabricNetwork _network;
    private readonly string _folder;
    private string _deadOrderer = "";

    public OutageTests(FabricNetwork network)
    {
        // A test that is skipped here is never disposed of: nothing may be there yet.
        FabricNetwork.Require();
        _folder = Directory.CreateTempSubdirectory("flchain-outage-test-").FullName;
        _network = network;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task PeerLeadingOrdererChaincodeAndGateway_KilledInTurn_TrainingGoesOnAndTheAuditPasses()
    {
        var files = OptionsFiles.Open(_network.Parties);
        await using var gateway = new GatewayProcess(_network.AuditorProfile, Path.Combine(_folder, "gateway"));
        var stores = await OpenGatewayAsync(gateway, files);
        var members = files.Trainers.Take(Shape.Trainers).Select((file, place) => new TestMember(file, place, Shape) { Store = stores[place] }).ToArray();
        await using var authority = AuthorityOffice.Connect(TestMember.Options(files.Authority));
        await FundAsync(authority, members);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var dealing = authority.ServeAsync(ending.Token);

        await Task.WhenAll(members.Select(RegisterAsync));
        await members[0].PublishAsync();
        await Task.WhenAll(members.Select(member => member.JoinAsync()));
        members[0].BeforeContributing = round => BreakAsync(round.Iteration, gateway);
        // Whose script ends with an exception leaves the others waiting: that is told at once.
        await foreach (var script in Task.WhenEach(members.Select(member => member.TrainAsync()))) await script;
        var finishing = Task.WhenAll(members.Select(member => member.FinishAsync()));
        // Nobody can store anything yet: they wait for the gateway.
        await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        Assert.False(finishing.IsCompleted);
        await gateway.StartAsync();
        await finishing;

        Assert.All(members, member => Assert.Equal(PlainFederation.Whole(Shape).Weights, member.Weights));
        await SellAsync(members, files, authority, stores[^1]);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dealing);
        foreach (var member in members) await member.DisposeAsync();
        await _network.RunAsync("status");
        await AssertAuditPassesAsync();
        await AssertIndexIsTheLedgersAsync(gateway);
    }

    // A trainer of an earlier federation needs another deposit for this one.
    private static async Task RegisterAsync(TestMember member)
    {
        await member.RegisterAsync();
        if ((await member.Trainer.LiabilityAsync(Stop)).ToJoin is > 0 and var missing) await member.Trainer.DepositAsync(missing, Stop);
    }

    // What dies at the beginning of an iteration is away in that one and the next; the last stays away until the end.
    private async Task BreakAsync(int iteration, GatewayProcess gateway)
    {
        switch (iteration)
        {
            case 2:
                await _network.KillAsync("peer-trainers-one");
                break;
            case 4:
                await _network.RunAsync("start", "peer-trainers-one");
                _deadOrderer = await _network.LeaderAsync();
                await _network.KillAsync(_deadOrderer);
                break;
            case 6:
                Assert.NotEqual(_deadOrderer, await _network.LeaderAsync());
                await _network.RunAsync("start", _deadOrderer);
                await _network.KillAsync("chaincode-trainers-two");
                break;
            case 8:
                await _network.RunAsync("start", "chaincode-trainers-two");
                await gateway.KillAsync();
                break;
        }
    }

    private static async Task<IArtifactStore[]> OpenGatewayAsync(GatewayProcess gateway, OptionsFiles files)
    {
        var users = files.Trainers.Take(Shape.Trainers).Select((file, place) => (Name: $"trainer-{place + 1}", Role: "trainer", File: file))
            .Append((Name: "buyer-1", Role: "buyer", File: files.Buyer)).ToArray();
        foreach (var (name, role, file) in users) await gateway.AddUserAsync(name, role, file);
        await gateway.StartAsync();
        var stores = new List<IArtifactStore>();
        foreach (var (name, _, _) in users) stores.Add(new GatewayArtifactStore(await gateway.SignInAsync(name), FederationShape.Fid));
        return [.. stores];
    }

    private static async Task FundAsync(AuthorityOffice authority, TestMember[] members)
    {
        var policy = await authority.PolicyAsync(Stop) ?? throw new InvalidOperationException("the network has no policy");
        await authority.SetPolicyAsync(policy with { MinModulusBits = FederationShape.ModulusBits }, Stop);
        foreach (var member in members)
        {
            member.Connect();
            await authority.MintAsync(member.DpId, TestFederation.TrainerFunds, $"{FederationShape.Fid}-{member.Place}", Stop);
        }
    }

    private static async Task SellAsync(TestMember[] members, OptionsFiles files, AuthorityOffice authority, IArtifactStore store)
    {
        await using var buyer = Buyer.Connect(TestMember.Options(files.Buyer, artifacts: store));
        await authority.MintAsync(buyer.PartyId, Price, $"{FederationShape.Fid}-buyer", Stop);
        await using var selling = new Selling(members);
        var purchase = await buyer.PurchaseAsync(FederationShape.Fid, Price, Stop);
        var bought = await buyer.ReceiveAsync(purchase, Stop);
        Assert.Equal((PurchaseState.Settled, "confirmed"), (bought!.Purchase.State, bought.Purchase.Outcome));
        Assert.Equal(members[0].File, bought.File);
    }

    private async Task AssertAuditPassesAsync()
    {
        using var audit = FlchainProcess.Start("audit", "--profile", _network.AuditorProfile, "--payload-blocks-to-live", "0");
        Assert.True(await audit.EndAsync(Stop) == 0, audit.Output);
    }

    private async Task AssertIndexIsTheLedgersAsync(GatewayProcess gateway)
    {
        await gateway.CaughtUpAsync("trainer-1", await HeightAsync());
        await gateway.KillAsync();
        var (told, digest) = await gateway.RunAsync("digest");
        Assert.True(told == 0, digest);
        var (rebuilt, output) = await gateway.RunAsync("rebuild");
        Assert.True(rebuilt == 0, output);
        Assert.Contains("equal to the old index", output, StringComparison.Ordinal);
        Assert.Contains(digest.Trim().Split(' ')[^1], output, StringComparison.Ordinal);
    }

    private async Task<ulong> HeightAsync()
    {
        await using var source = GatewayAuditSource.Connect(ConnectionProfile.Load(_network.AuditorProfile));
        return await source.GetHeightAsync(Stop);
    }
}
