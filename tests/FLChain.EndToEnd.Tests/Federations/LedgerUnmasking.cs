using FLChain.Core.Ledger;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.Training;

namespace FLChain.EndToEnd.Tests.Federations;

/// <summary>Unmasks the documented aggregates of a federation anew, with every subset of t members' dealt shares.</summary>
internal sealed class LedgerUnmasking : IDisposable
{
    private readonly TestFederation _world;
    private readonly IReadOnlyDictionary<string, DealtSecrets> _secrets;
    private readonly IMaskingScheme _scheme;

    private LedgerUnmasking(TestFederation world, IReadOnlyDictionary<string, DealtSecrets> secrets, ThresholdPublicKey key)
    {
        _world = world;
        _secrets = secrets;
        var terms = world.Shape.Terms;
        var layout = new PackingLayout(terms.QuantizationBits, terms.MaxTrainers, terms.ModulusBits, terms.ParameterCount);
        _scheme = MaskingSchemes.Create(terms.Masking, key, layout);
    }

    public static async Task<LedgerUnmasking> OpenAsync(TestFederation world)
    {
        var setup = await world.Ledger.SetupAsync(FederationShape.Fid, CancellationToken.None);
        Assert.True(ThresholdPublicKey.TryDecode(setup.PublicKey, KeySizePolicy.InsecureTestsOnly, out var key));
        var secrets = new Dictionary<string, DealtSecrets>();
        foreach (var member in world.Members) secrets[member.DpId] = await DealtToMember.OpenAsync(world, member);
        return new LedgerUnmasking(world, secrets, key);
    }

    /// <summary>The sums that each subset of t members reads in an iteration.</summary>
    public async Task<IReadOnlyList<long[]>> SumsAsync(int iteration)
    {
        var state = await _world.RoundAsync(iteration);
        var aggregate = await _world.Ledger.PayloadAsync(
            FederationShape.Fid, iteration, Phases.Aggregate, Keys.DocumentedAuthor, state.Leader!.Digest, CancellationToken.None) ?? throw new InvalidOperationException("the aggregate is gone");
        var shares = _secrets.ToDictionary(
            member => member.Value.Share.TrainerIndex,
            member => new ReadOnlyMemory<byte>(_scheme.ComputeShare(
                new ProofContext(_world.Ledger.ChannelId, FederationShape.Fid, iteration, Phases.Share, member.Key, 1), member.Value.Share, aggregate)));
        return [.. Subsets([.. shares.Keys.Order()], _world.Shape.Threshold).Select(subset => Sum(iteration, aggregate, subset.ToDictionary(index => index, index => shares[index])))];
    }

    public void Dispose()
    {
        foreach (var secrets in _secrets.Values) secrets.Dispose();
    }

    private long[] Sum(int iteration, byte[] aggregate, Dictionary<int, ReadOnlyMemory<byte>> shares)
    {
        var context = new ProofContext(_world.Ledger.ChannelId, FederationShape.Fid, iteration, Phases.Share, string.Empty, 1);
        var sum = _scheme.Unmask(context, aggregate, shares);
        Assert.True(sum.IsSuccess, sum.Outcome.ToString());
        return sum.Sums.ToArray();
    }

    private static IEnumerable<IReadOnlyList<int>> Subsets(IReadOnlyList<int> indices, int size)
    {
        if (size == 0) return [[]];
        return indices.SelectMany((first, place) =>
            Subsets([.. indices.Skip(place + 1)], size - 1).Select(rest => (IReadOnlyList<int>)[first, .. rest]));
    }
}
