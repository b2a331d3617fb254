using System.Security.Cryptography;
using System.Text;
using FLChain.Core.Ledger;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;
using FLChain.TrainerSdk.Models;

namespace FLChain.EndToEnd.Tests.Privacy;

/// <summary>
/// What someone tries who knows the whole protocol and holds everything public. The same code rebuilds the model when it
/// is given the group key: the attack itself works.
/// </summary>
internal sealed class OutsiderAttack
{
    private readonly OutsiderHoldings _holdings;
    private readonly PaillierMasking _scheme;
    private readonly PackingLayout _layout;

    public OutsiderAttack(OutsiderHoldings holdings)
    {
        _holdings = holdings;
        var terms = holdings.Model.Terms;
        Assert.True(ThresholdPublicKey.TryDecode(holdings.Setup.PublicKey, KeySizePolicy.InsecureTestsOnly, out var key));
        Key = key;
        _layout = new PackingLayout(terms.QuantizationBits, terms.MaxTrainers, terms.ModulusBits, terms.ParameterCount);
        _scheme = new PaillierMasking(key, _layout.PlaintextCount);
    }

    public ThresholdPublicKey Key { get; }

    private string Fid => _holdings.Model.Fid;

    /// <summary>32-byte strings that an outsider can think of: every hash and half of a digest on the ledger, hashes of what it holds, and every window of the dealt envelopes and of the key.</summary>
    public IReadOnlyCollection<byte[]> Guesses()
    {
        var guesses = new Dictionary<string, byte[]>();
        void Add(ReadOnlySpan<byte> bytes) => guesses.TryAdd(Convert.ToHexString(bytes), bytes.ToArray());
        void AddWindows(ReadOnlySpan<byte> bytes)
        {
            for (var at = 0; at + 32 <= bytes.Length; at++) Add(bytes.Slice(at, 32));
        }

        Add(new byte[32]);
        Add(SHA256.HashData(Encoding.UTF8.GetBytes(Fid)));
        foreach (var held in _holdings.Everything)
        {
            Add(SHA256.HashData(held));
            Add(SHA512.HashData(held).AsSpan(0, 32));
        }

        AddWindows(_holdings.Setup.PublicKey);
        foreach (var share in _holdings.Setup.Shares) AddWindows(share.Envelope);
        foreach (var dpId in _holdings.Model.Dps) AddWindows(Convert.FromHexString(dpId));
        foreach (var digest in new[] { _holdings.Model.Artifact!.Digest, _holdings.Model.Artifact.KeyHash }) AddWindows(Convert.FromHexString(digest));
        foreach (var round in _holdings.Rounds)
        {
            AddWindows(Convert.FromHexString(round.Closed!.Beacon));
            AddWindows(Convert.FromHexString(round.Leader!.Digest));
        }

        return guesses.Values;
    }

    /// <summary>The first of the keys that, as the group key or as the share's own key, opens a sealed share; null when none does.</summary>
    public byte[]? KeyThatOpensAShare(IEnumerable<byte[]> keys)
    {
        foreach (var bytes in keys)
        {
            using var groupKey = GroupKey.FromBytes(bytes);
            using var own = ShareKey.FromBytes(bytes);
            using var derived = groupKey.DeriveShareKey(Fid, 1, 1, _holdings.Rounds[0].Shares[0].Author);
            if (Open(derived, 1, _holdings.Rounds[0].Shares[0].Author) is not null) return bytes;
            foreach (var round in _holdings.Rounds)
                if (round.Shares.Any(share => Open(own, round.Iteration, share.Author) is not null))
                    return bytes;
        }

        return null;
    }

    /// <summary>The first of the scalars that opens an envelope of the dealer; null when none does.</summary>
    public byte[]? ScalarThatOpensAnEnvelope(IEnumerable<byte[]> scalars)
    {
        foreach (var scalar in scalars)
            foreach (var share in _holdings.Setup.Shares)
                if (SealedEnvelope.TryOpenWithRevealedKey(scalar, EnvelopeContexts.DealtShare(Fid, _holdings.Setup.Attempt, share.DpId), share.Envelope, out _, out _))
                    return scalar;
        return null;
    }

    /// <summary>The first of the keys that decrypts the model; null when none does.</summary>
    public byte[]? KeyThatOpensTheModel(IEnumerable<byte[]> keys) =>
        keys.FirstOrDefault(key => ModelVault.TryDecrypt(key, Fid, _holdings.Artifact, out _, out _));

    /// <summary>The sum of an iteration from any shares, by trainer index; null when they do not combine, or not to a possible sum.</summary>
    public long[]? Sum(int iteration, IReadOnlyDictionary<int, ReadOnlyMemory<byte>> shares)
    {
        var combined = Combine(iteration, shares);
        return combined.IsSuccess && _layout.TryUnpackSum(combined.Sums, combined.Contributors, out var sums, out _) ? sums : null;
    }

    /// <summary>The same before it is unpacked.</summary>
    public CombineResult Combine(int iteration, IReadOnlyDictionary<int, ReadOnlyMemory<byte>> shares) =>
        _scheme.Combine(_holdings.Payload(iteration, Phases.Aggregate, Keys.DocumentedAuthor), shares);

    /// <summary>The public shares of an iteration's beacon, by trainer index.</summary>
    public IReadOnlyDictionary<int, ReadOnlyMemory<byte>> BeaconShares(int iteration) => _holdings.Rounds[iteration - 1].Shares.ToDictionary(
        share => IndexOf(share.Author), share => new ReadOnlyMemory<byte>(share.BeaconShare));

    /// <summary>The shares of an iteration's aggregate, opened with the group key.</summary>
    public IReadOnlyDictionary<int, ReadOnlyMemory<byte>> OpenShares(GroupKey groupKey, int iteration)
    {
        var shares = new Dictionary<int, ReadOnlyMemory<byte>>();
        foreach (var entry in _holdings.Rounds[iteration - 1].Shares)
        {
            using var key = groupKey.DeriveShareKey(Fid, iteration, 1, entry.Author);
            if (Open(key, iteration, entry.Author) is { } share) shares[IndexOf(entry.Author)] = share;
        }

        return shares;
    }

    /// <summary>With the group key: the weights before training and after each iteration.</summary>
    public IReadOnlyList<float[]> RebuildWeights(GroupKey groupKey)
    {
        var terms = _holdings.Model.Terms;
        var weights = new List<float[]> { ModelDescription.Parse(terms.ModelDescription).InitialWeights(groupKey.DeriveInitialWeightsSeed(Fid)) };
        var quantizer = new GradientQuantizer(_layout, terms.ClipMicros);
        foreach (var round in _holdings.Rounds)
        {
            var contributors = round.Closed!.Contributors.Count;
            var sums = Sum(round.Iteration, OpenShares(groupKey, round.Iteration)) ?? throw new InvalidOperationException("the shares do not open");
            var next = (float[])weights[^1].Clone();
            WeightUpdate.Apply(next, quantizer.Dequantize(sums, contributors), contributors, terms.LearningRatePpm / 1e6);
            weights.Add(next);
        }

        return weights;
    }

    private byte[]? Open(ShareKey key, int iteration, string author)
    {
        var context = Encoding.UTF8.GetBytes($"FLChain/gradient-share/v1/{_holdings.ChannelId}/{Fid}/{iteration}/{author}");
        return key.TryOpen(_holdings.Payload(iteration, Phases.Share, author), context, out var share, out _) ? share : null;
    }

    private int IndexOf(string dpId) => _holdings.Model.Dps.ToList().IndexOf(dpId) + 1;
}
