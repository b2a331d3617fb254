using FLChain.Cli.Consortium;
using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Ledger;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Authority;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Market;

namespace FLChain.EndToEnd.Tests.Federations;

/// <summary>
/// The real thing in a temporary folder: the embedded peer with the contracts behind it over TLS, an authority that deals
/// short keys, funded trainers and a buyer. All is under one clock, so that the policy has no clock skew.
/// </summary>
internal sealed class TestFederation : IAsyncDisposable
{
    public const long TrainerFunds = 2_000_000;
    public const long BuyerFunds = 100_000;

    /// <summary>Nothing in a test takes this long, on however busy a machine: what does, hangs.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly string _folder;
    private readonly List<IAsyncDisposable> _clients = [];
    private CancellationTokenSource _stop = new();
    private Task _dealing = Task.CompletedTask;

    private TestFederation(FederationShape shape, string folder, EmbeddedConsortium consortium)
    {
        Shape = shape;
        _folder = folder;
        Consortium = consortium;
        Members = [.. consortium.Files.Trainers.Select((file, place) => new TestMember(file, place, shape))];
        Ledger = LedgerClient.Connect(consortium.Files.AuditorProfile);
        Authority = AuthorityOffice.Connect(TestMember.Options(consortium.Files.Authority));
    }

    public FederationShape Shape { get; }

    public EmbeddedConsortium Consortium { get; private set; }

    public AuthorityOffice Authority { get; private set; }

    /// <summary>One for each options file.</summary>
    public IReadOnlyList<TestMember> Members { get; }

    /// <summary>An auditor of the buyers' organization: a member of the consortium, of no federation.</summary>
    public LedgerClient Ledger { get; private set; }

    /// <summary>Starts the consortium, registers the trainers, publishes and joins: training can begin.</summary>
    public static async Task<TestFederation> FormAsync(FederationShape shape)
    {
        var world = await StartAsync(shape);
        try
        {
            await Task.WhenAll(world.Members.Select(member => member.RegisterAsync()));
            await world.Members[0].PublishAsync();
            await Task.WhenAll(world.Members.Select(member => member.JoinAsync()));
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the consortium with a policy and funds; nobody is registered yet.</summary>
    public static async Task<TestFederation> StartAsync(FederationShape shape)
    {
        var folder = Directory.CreateTempSubdirectory("flchain-e2e-").FullName;
        var consortium = await StartConsortiumAsync(shape, folder);
        var world = new TestFederation(shape, folder, consortium);
        var policy = Policy.Default(world.Authority.MspId, world.Authority.EncryptionKey) with { MinModulusBits = FederationShape.ModulusBits, ClockSkewSeconds = 0 };
        await world.Authority.SetPolicyAsync(shape.ChangePolicy(policy));
        foreach (var member in world.Members)
        {
            member.Connect();
            await world.Authority.MintAsync(member.DpId, TrainerFunds, $"trainer-{member.Place}");
        }

        world._dealing = UntilStoppedAsync(world.Authority.ServeAsync(world._stop.Token), world._stop.Token);
        return world;
    }

    /// <summary>Ends the consortium and the authority, and the scripts too unless told otherwise, and starts the consortium over the same folder.</summary>
    /// <returns>Blocks before the end.</returns>
    public async Task<ulong> RestartAsync(bool killScripts = true)
    {
        var height = Consortium.Height;
        await _stop.CancelAsync();
        var ends = killScripts ? Members.Select(member => member.KillAsync()).ToArray() : [];
        await Consortium.DisposeAsync();
        await Task.WhenAll(ends);
        await CloseClientsAsync();

        Consortium = await StartConsortiumAsync(Shape, _folder);
        Ledger = LedgerClient.Connect(Consortium.Files.AuditorProfile);
        Authority = AuthorityOffice.Connect(TestMember.Options(Consortium.Files.Authority));
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        _dealing = UntilStoppedAsync(Authority.ServeAsync(_stop.Token), _stop.Token);
        return height;
    }

    /// <summary>Ends the authority's services: nothing more is dealt, and no seed is examined.</summary>
    public async Task StopDealingAsync()
    {
        await _stop.CancelAsync();
        await _dealing;
    }

    public Task TrainAllAsync(int upTo = int.MaxValue) => Task.WhenAll(Members.Select(member => member.TrainAsync(upTo)));

    public async Task<ModelRecord> TrainAndFinishAsync()
    {
        await TrainAllAsync();
        return (await Task.WhenAll(Members.Select(member => member.FinishAsync())))[0];
    }

    /// <summary>The buyer of the buyers' organization, funded.</summary>
    public Task<Buyer> BuyerAsync() => BuyerAsync(TestMember.Options(Consortium.Files.Buyer));

    /// <summary>A second buyer: another identity of the same organization, with its own state and the same store.</summary>
    public Task<Buyer> SecondBuyerAsync() => BuyerAsync(new TrainerOptions
    {
        Profile = Consortium.Files.AuditorProfile,
        StateDirectory = Path.Combine(_folder, "second-buyer"),
        Artifacts = TestMember.Options(Consortium.Files.Buyer).Artifacts,
    });

    /// <summary>A connection with the identity of an options file, beside the one that the script has.</summary>
    public LedgerClient LedgerOf(string optionsFile)
    {
        var ledger = LedgerClient.Connect(TestMember.Options(optionsFile).Profile);
        _clients.Add(ledger);
        return ledger;
    }

    public Task<ModelRecord> ModelAsync() => Ledger.ModelAsync(FederationShape.Fid, CancellationToken.None);

    public Task<RoundState> RoundAsync(int iteration) => Ledger.RoundAsync(FederationShape.Fid, iteration, CancellationToken.None);

    public Task<AttestationEntry[]> AttestationsAsync() => Ledger.AttestationsAsync(FederationShape.Fid, CancellationToken.None);

    public Task<TrainerRecord> TrainerAsync(string dpId) => Ledger.TrainerAsync(dpId, CancellationToken.None);

    /// <summary>What a party may spend.</summary>
    public async Task<long> BalanceAsync(string partyId) =>
        (await Ledger.AccountAsync(Core.Money.AccountName.Party(partyId), CancellationToken.None)).Balance;

    /// <summary>Waits until the iteration is as the test wants it.</summary>
    public async Task<RoundState> UntilAsync(int iteration, Func<RoundState, bool> wanted, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestWait);
        while (true)
        {
            try
            {
                var state = await Ledger.RoundAsync(FederationShape.Fid, iteration, limit.Token);
                if (wanted(state)) return state;
            }
            catch (LedgerException error) when (error.Is(Core.Errors.ErrorCodes.NoModel, Core.Errors.ErrorCodes.WrongIteration))
            {
                // There is no such iteration yet.
            }

            await Task.Delay(5, limit.Token);
        }
    }

    /// <summary>The contract's own proof that what was minted is what all accounts hold.</summary>
    public async Task<ConservationAnswer> AssertConservedAsync()
    {
        var answer = await Ledger.EvaluateAsync<ConservationAnswer>(
            TransactionNames.Incentive.Contract, TransactionNames.Incentive.GetConservation, null, CancellationToken.None);
        Assert.Equal(answer.Minted, answer.SumOfAccounts);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var member in Members) await member.DisposeAsync();
        await CloseClientsAsync();
        await Consortium.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task CloseClientsAsync()
    {
        await _dealing;
        foreach (var client in _clients) await client.DisposeAsync();
        _clients.Clear();
        await Ledger.DisposeAsync();
        await Authority.DisposeAsync();
    }

    private static Task<EmbeddedConsortium> StartConsortiumAsync(FederationShape shape, string folder) =>
        EmbeddedConsortium.StartAsync(new EmbeddedConsortiumOptions { Directory = folder, Trainers = shape.Trainers, SimulateTwice = true, Serve = shape.Serve });

    private async Task<Buyer> BuyerAsync(TrainerOptions options)
    {
        var buyer = Buyer.Connect(options);
        _clients.Add(buyer);
        await Authority.MintAsync(buyer.PartyId, BuyerFunds, $"buyer-{buyer.PartyId[..16]}");
        return buyer;
    }

    private static async Task UntilStoppedAsync(Task service, CancellationToken stop)
    {
        try
        {
            await service;
        }
        catch (Exception error) when (stop.IsCancellationRequested && error is (OperationCanceledException or LedgerException))
        {
            // The test is over, or takes the consortium away.
        }
    }
}
