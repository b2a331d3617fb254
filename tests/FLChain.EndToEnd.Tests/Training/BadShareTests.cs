using System.Security.Cryptography;
using FLChain.Core;
using FLChain.Core.Ledger;
using FLChain.Core.Requests;
using FLChain.Core.Training;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.ThresholdPaillier;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.TrainerSdk.Ledger;

namespace FLChain.EndToEnd.Tests.Training;

/// <summary>A member whose sealed unmasking share is garbage: only partners can see that. Nobody reports it here: the laboratory's cheats are reported.</summary>
public sealed class BadShareTests
{
    [Fact]
    public async Task GarbageShare_TheOthersUnmaskWithAnother()
    {
        await using var world = await TestFederation.FormAsync(new FederationShape { Reports = false });
        var order = world.Members.Select(member => member.DpId).Order(StringComparer.Ordinal).ToArray();
        var bad = world.Members.First(member => UnmaskingDuty.IsFirst(order, member.DpId, world.Shape.Threshold, 1));
        var honest = world.Members.Except([bad]).ToArray();
        bad.AfterContributing = round => round.Iteration == 1 ? CheatAsync(world, bad) : Task.CompletedTask;
        await world.TrainAllAsync();

        // The one that was not on duty gave its share after the iteration had closed on t shares, one of them bad.
        var first = await world.RoundAsync(1);
        Assert.Contains(bad.DpId, first.Closed!.Shares);
        Assert.Equal(3, first.Closed.Shares.Count);
        Assert.Equal(4, first.Shares.Count);
        var plain = PlainFederation.Whole(world.Shape);
        foreach (var member in world.Members) Bits.AssertEqual(plain.Weights, member.Weights);

        await Task.WhenAll(world.Members.Select(member => member.FinishAsync()));
        var rely = (await world.TrainerAsync(bad.DpId)).Rely;
        foreach (var member in honest) Assert.True((await world.TrainerAsync(member.DpId)).Rely > rely);
    }

    // Gives the aggregate like everyone else; then, instead of the share, random bytes with a good share of the beacon,
    // which is all that the contract can check.
    private static async Task CheatAsync(TestFederation world, TestMember bad)
    {
        var ledger = world.LedgerOf(bad.OptionsFile);
        var fixedSet = await world.UntilAsync(1, state => state.Contributors is not null, bad.Life);
        var setup = await ledger.SetupAsync(FederationShape.Fid, bad.Life);
        Assert.True(ThresholdPublicKey.TryDecode(setup.PublicKey, KeySizePolicy.InsecureTestsOnly, out var key));
        await SubmitAggregateAsync(ledger, key, world.Shape, fixedSet.Gradients.Select(entry => (entry.Author, entry.Digest)), bad.Life);
        var leader = (await world.UntilAsync(1, state => state.Leader is not null, bad.Life)).Leader!;

        using var secrets = await DealtToMember.OpenAsync(world, bad);
        var context = new ProofContext(ledger.ChannelId, FederationShape.Fid, 1, Phases.BeaconShare, bad.DpId, 1);
        var beaconShare = new PaillierMasking(key, 1).ComputeShare(context, secrets.Share, leader.BeaconAggregate, bad.Life);
        var garbage = RandomNumberGenerator.GetBytes(400);
        await ledger.SubmitAsync(
            TransactionNames.Training.Contract, TransactionNames.Training.SubmitShare,
            new SubmitShare(FederationShape.Fid, 1, Naming.Digest(garbage), beaconShare), garbage, bad.Life);
    }

    private static async Task SubmitAggregateAsync(
        LedgerClient ledger, ThresholdPublicKey key, FederationShape shape, IEnumerable<(string Author, string Digest)> gradients, CancellationToken cancellationToken)
    {
        var payloads = new List<ReadOnlyMemory<byte>>();
        foreach (var (author, digest) in gradients)
            payloads.Add(await ledger.PayloadAsync(FederationShape.Fid, 1, Phases.Gradient, author, digest, cancellationToken));
        var terms = shape.Terms;
        var layout = new Cryptography.Quantization.PackingLayout(terms.QuantizationBits, terms.MaxTrainers, terms.ModulusBits, terms.ParameterCount);
        var aggregate = new PaillierMasking(key, layout.PlaintextCount).Aggregate(payloads);
        await ledger.SubmitAsync(
            TransactionNames.Training.Contract, TransactionNames.Training.SubmitAggregate,
            new SubmitAggregate(FederationShape.Fid, 1, AggregateCommitment.Of(FederationShape.Fid, 1, ledger.PartyId, Naming.Digest(aggregate))), null, cancellationToken);
    }
}
