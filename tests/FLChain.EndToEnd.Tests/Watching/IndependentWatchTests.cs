using System.Text;
using FLChain.Core;
using FLChain.Core.Policies;
using FLChain.Core.Records;
using FLChain.Cryptography.Envelopes;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.Fabric.Shim;
using FLChain.Laboratory.Conducts;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Misbehavior;
using FLChain.TrainerSdk.Training;

namespace FLChain.EndToEnd.Tests.Watching;

/// <summary>An auditor who trains nothing finds and reports what members do wrong, over the real wire.</summary>
public sealed class IndependentWatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_OfAnHonestFederation_ChecksEverythingAndGoesOnWhereItWas()
    {
        await using var world = await TestFederation.FormAsync(Watch.Shape());
        await world.TrainAndFinishAsync();
        using var key = AuditKey.FromBytes(world.Members[0].Federation.ExportAuditKey());
        using var watch = new Watch(world);
        var summary = await watch.LookAsync(auditKey: key);
        Assert.Equal((8, 8, 0, 0, 0), (summary.Gradients, summary.Aggregates, summary.Faults, summary.Reported, summary.NotChecked));
        Assert.InRange(summary.Shares, 2 * world.Shape.Threshold, 2 * world.Shape.Trainers);
        Assert.Equal([1, 2], watch.Of(WatchOutcome.Checked).Select(finding => finding.Iteration));

        Assert.Equal(new WatchSummary(0, 0, 0, 0, 0, 0), await watch.LookAsync(auditKey: key));
        await File.WriteAllTextAsync(Path.Combine(watch.Folder, "watch.json"), "{}", Token);
        Assert.Contains("begin anew", (await Assert.ThrowsAsync<InvalidDataException>(() => watch.LookAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_WithoutTheAuditKey_SaysThatSharesAreSealed()
    {
        await using var world = await TestFederation.FormAsync(Watch.Shape());
        await world.TrainAllAsync(upTo: 1);
        using var watch = new Watch(world);
        var summary = await watch.LookAsync();
        Assert.Equal((0, 0), (summary.Shares, summary.Faults));
        Assert.True(summary.NotChecked >= world.Shape.Threshold);
        Assert.All(watch.Of(WatchOutcome.NotChecked), finding => Assert.Equal(FaultKind.IncorrectShare, finding.Kind));

        // The second iteration has no leader yet: a share of the first may still be replaced, so it is looked at again.
        Assert.Empty(watch.Of(WatchOutcome.Checked));
        Assert.Equal(summary, await watch.LookAsync());
    }

    [Fact]
    public async Task Watch_ThatInspects_OpensTheInspectionsOfAllDrawnGradientsOnceAndPaysNothing()
    {
        await using var world = await TestFederation.FormAsync(Watch.Shape() with { ChangeTerms = terms => terms with { InspectionRate = 1_000_000 } });
        await world.TrainAndFinishAsync();
        var before = await world.BalanceAsync(world.Ledger.PartyId);
        using var dry = new Watch(world);
        await dry.LookAsync(reports: false, inspects: true);
        Assert.Empty(dry.Of(WatchOutcome.Inspected));
        using var watch = new Watch(world);
        await watch.LookAsync(inspects: true);
        Assert.Equal(2 * world.Shape.Trainers, watch.Of(WatchOutcome.Inspected).Count());
        Assert.Equal(2 * world.Shape.Trainers, (await world.Ledger.InspectionsAsync(FederationShape.Fid, Token)).Length);
        Assert.Equal(before, await world.BalanceAsync(world.Ledger.PartyId));

        using var late = new Watch(world);
        await late.LookAsync(inspects: true);
        Assert.Empty(late.Of(WatchOutcome.Inspected));
    }

    [Fact]
    public async Task Watch_OfAWrongGradient_ReportsItOnceAndIsRewarded()
    {
        await using var world = await TestFederation.FormAsync(Watch.Shape(() => new WrongProof()));
        var scripts = world.Members.Select(member => member.TrainAsync()).ToArray();
        await world.UntilAsync(1, state => state.Contributors is not null, Token);
        using var watch = new Watch(world);

        var dry = await watch.LookAsync(reports: false);
        Assert.Equal((1, 0), (dry.Faults, dry.Reported));
        Assert.Equal(world.Members[0].DpId, Assert.Single(watch.Of(WatchOutcome.Fault)).Accused);
        Assert.Equal(ModelStage.Training, (await world.ModelAsync()).Stage);

        var before = await world.BalanceAsync(world.Ledger.PartyId);
        var summary = await watch.LookAsync();
        Assert.Equal((1, 1), (summary.Faults, summary.Reported));
        var policy = Policy.Default(world.Authority.MspId, world.Authority.EncryptionKey);
        Assert.Equal(before + policy.ReportReward - policy.ReportFee, await world.BalanceAsync(world.Ledger.PartyId));
        Assert.Equal(ModelStage.Halted, (await world.ModelAsync()).Stage);
        foreach (var script in scripts) await Assert.ThrowsAnyAsync<Exception>(() => script);

        // Whoever comes later has nothing to report and pays nothing.
        using var late = new Watch(world);
        Assert.Equal((1, 0), ((await late.LookAsync()).Faults, 0));
        Assert.Single(late.Of(WatchOutcome.NotReported));
        Assert.Equal(before + policy.ReportReward - policy.ReportFee, await world.BalanceAsync(world.Ledger.PartyId));
        await world.AssertConservedAsync();
    }

    [Fact]
    public async Task Watch_BrokenOffBeforeItsReport_ReportsAtTheNextLook()
    {
        await using var world = await TestFederation.FormAsync(Watch.Shape(() => new WrongProof()));
        var scripts = world.Members.Select(member => member.TrainAsync()).ToArray();
        await world.UntilAsync(1, state => state.Contributors is not null, Token);
        using var breaking = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var watch = new Watch(world) { Found = finding => { if (finding.Outcome == WatchOutcome.Fault) breaking.Cancel(); } };
        await using var running = watch.Connect();

        await Assert.ThrowsAnyAsync<Exception>(() => running.LookAsync(breaking.Token));
        Assert.Equal((1, 0), (running.Summary.Faults, running.Summary.Reported));
        Assert.Empty(await world.Ledger.ReportsAsync(Token));

        await running.LookAsync(Token);
        Assert.Equal((world.Shape.Trainers, 1, 1), (running.Summary.Gradients, running.Summary.Faults, running.Summary.Reported));
        Assert.Single(watch.Of(WatchOutcome.Reported));
        foreach (var script in scripts) await Assert.ThrowsAnyAsync<Exception>(() => script);
    }

    [Theory]
    [InlineData(FaultKind.IncorrectShare)]
    [InlineData(FaultKind.IncorrectAggregate)]
    public async Task Watch_WhileTheFederationGoesOn_ReportsAsSoonAsItSees(FaultKind kind)
    {
        await using var world = await TestFederation.FormAsync(Watch.Shape(kind == FaultKind.IncorrectShare ? () => new WrongShare() : () => new WrongAggregate()));
        using var key = AuditKey.FromBytes(world.Members[0].Federation.ExportAuditKey());
        using var watch = new Watch(world);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var running = watch.Connect(auditKey: key);
        var watching = running.RunAsync(stop.Token);
        // A wrong aggregate can be reported at once. The cheat waits for that, lest it has done it twice by then.
        if (kind == FaultKind.IncorrectAggregate)
            world.Members[0].BeforeContributing = round => round.Iteration > 1 ? ReportedAsync(world, world.Members[0].Life) : Task.CompletedTask;
        var scripts = world.Members.Skip(1).Select(member => member.TrainAsync()).ToArray();
        var cheat = world.Members[0].TrainAsync();
        await Task.WhenAll(scripts);
        await Task.WhenAll(world.Members.Skip(1).Select(member => member.FinishAsync()));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        await Assert.ThrowsAnyAsync<Exception>(() => cheat);

        Assert.Equal((1, 1), (running.Summary.Faults, running.Summary.Reported));
        var fault = Assert.Single(await world.Ledger.FaultsAsync(FederationShape.Fid, Token));
        Assert.Equal((kind, world.Members[0].DpId, world.Ledger.PartyId), (fault.Kind, fault.Accused, fault.Reporter));
        Assert.Equal(ModelStage.Finished, (await world.ModelAsync()).Stage);
    }

    [Fact]
    public async Task Watch_OfAPeerThatAnswersWithDamage_TriesAgainUntilItIsRight()
    {
        DamagedPayloads? damaged = null;
        await using var world = await TestFederation.FormAsync(Watch.Shape() with { Serve = contracts => damaged = new DamagedPayloads(contracts) });
        await world.TrainAndFinishAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var watch = new Watch(world)
        {
            Found = finding =>
            {
                if (finding.Outcome == WatchOutcome.NotChecked) damaged!.IsOn = false;
                if (finding is { Outcome: WatchOutcome.Checked, Iteration: 2 }) stop.Cancel();
            },
        };
        await using var running = watch.Connect();
        damaged!.IsOn = true;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.RunAsync(stop.Token));

        Assert.Contains("is tried again", watch.Of(WatchOutcome.NotChecked).First().Message, StringComparison.Ordinal);
        Assert.Equal([1, 2], watch.Of(WatchOutcome.Checked).Select(finding => finding.Iteration));
        Assert.Equal((8, 8, 0), (running.Summary.Gradients, running.Summary.Aggregates, running.Summary.Faults));
    }

    [Fact]
    public async Task Watch_OfAnotherChannelsFolder_OrWithAKeyOfNoModel_IsRefused()
    {
        await using var world = await TestFederation.StartAsync(Watch.Shape());
        using var watch = new Watch(world);
        await File.WriteAllTextAsync(Path.Combine(watch.Folder, "watch.json"), """{"channel":"another","checked":{},"ended":[]}""", Token);
        Assert.Contains("another", Assert.Throws<InvalidDataException>(() => watch.Connect()).Message, StringComparison.Ordinal);

        using var key = AuditKey.FromBytes(new byte[32]);
        var options = new WatchOptions { Profile = world.Consortium.Files.AuditorProfile, StateDirectory = watch.Folder, AuditKey = key };
        Assert.Throws<ArgumentException>(() => IndependentWatch.Connect(options));
    }

    [Fact]
    public async Task Watch_OfAModelThatIsNotThere_Says()
    {
        await using var world = await TestFederation.StartAsync(Watch.Shape());
        using var watch = new Watch(world);
        Assert.True((await Assert.ThrowsAsync<LedgerException>(() => watch.LookAsync())).Is(Core.Errors.ErrorCodes.NoModel));
    }

    private static async Task ReportedAsync(TestFederation world, CancellationToken cancellationToken)
    {
        while ((await world.Ledger.FaultsAsync(FederationShape.Fid, cancellationToken)).Length == 0) await Task.Delay(20, cancellationToken);
    }

    /// <summary>Answers every question for a payload with one bit of it changed, while it is on.</summary>
    private sealed class DamagedPayloads(IChaincode contracts) : IChaincode
    {
        private static readonly byte[] Function = Encoding.UTF8.GetBytes($"{TransactionNames.Training.Contract}:{TransactionNames.Training.GetPayload}");

        public volatile bool IsOn;

        public async Task<ChaincodeResponse> InvokeAsync(IChaincodeStub stub, CancellationToken cancellationToken)
        {
            var response = await contracts.InvokeAsync(stub, cancellationToken);
            if (!IsOn || !response.IsOk || !stub.Arguments[0].Span.SequenceEqual(Function)) return response;
            var payload = response.Payload.ToArray();
            payload[^1] ^= 1;
            return ChaincodeResponse.Ok(payload);
        }
    }
}
