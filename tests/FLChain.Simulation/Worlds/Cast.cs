using System.Collections.Concurrent;
using System.Numerics;
using System.Security.Cryptography;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Masking;
using FLChain.Cryptography.Proofs;
using FLChain.Cryptography.Quantization;
using FLChain.Cryptography.ThresholdPaillier;

namespace FLChain.Simulation.Worlds;

/// <summary>
/// The people of the simulated worlds with their keys, and what they would submit: real ciphertexts and proofs under a
/// short key, computed once and then handed to every world. Safe for concurrent use.
/// </summary>
internal sealed class Cast : IDisposable
{
    public const string Fid = "flm-simulated";
    public const int ModulusBits = 256;

    private readonly List<TestOrganization> _organizations = [];
    private readonly ConcurrentDictionary<string, byte[]> _payloads = new(StringComparer.Ordinal);
    private readonly PackingLayout _layout;

    public Cast(int members, int threshold, int iterations, int inspectionRate = 5_000)
    {
        Authority = Enrol("AuthorityMSP", "authority");
        Buyer = Enrol("BuyersMSP", "buyer");
        Reporter = Enrol("BuyersMSP", "reporter");
        Members =
        [
            .. Enumerable.Range(1, members).Select(number => Enrol($"Trainers{number % 2}MSP", $"trainer-{number}"))
                .OrderBy(member => member.PartyId, StringComparer.Ordinal),
        ];
        Key = InsecureTestKeyDealer.Deal(ModulusBits, members, threshold);
        Terms = new Terms(
            threshold, members, threshold, iterations, "softmax 3x2", ParameterCount: 8, PaillierMasking.SchemeName, ModulusBits, ClipMicros: 1_000_000, QuantizationBits: 16,
            LearningRatePpm: 100_000, PreparationSeconds: 600, GradientSeconds: 60, AggregateSeconds: 60, ShareSeconds: 60, FinishSeconds: 60, InspectionRate: inspectionRate);
        _layout = new PackingLayout(Terms.QuantizationBits, Terms.MaxTrainers, ModulusBits, Terms.ParameterCount);
    }

    public TestIdentity Authority { get; }

    public TestIdentity Buyer { get; }

    /// <summary>A detector (the paper's RP) who is in no federation.</summary>
    public TestIdentity Reporter { get; }

    /// <summary>In the order of their dpIds: member j has share j.</summary>
    public IReadOnlyList<TestIdentity> Members { get; }

    public DealtKey Key { get; }

    public Terms Terms { get; }

    public ECDsa Judge { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public EnvelopeKey Envelopes { get; } = EnvelopeKey.Generate();

    public GroupKey GroupKey { get; } = GroupKey.Generate();

    /// <summary>The key under which the finished model is encrypted.</summary>
    public byte[] ModelKey { get; } = RandomNumberGenerator.GetBytes(ModelVault.KeyBytes);

    private PaillierMasking Gradients => new(Key.PublicKey, _layout.PlaintextCount);

    private PaillierMasking Beacons => new(Key.PublicKey, 1);

    /// <summary>A member's masked gradient; a wrong one holds one more than its proof knows of.</summary>
    public byte[] Gradient(int iteration, int member, bool wrong = false) => Kept($"gradient {iteration} {member} {wrong}", () =>
    {
        var values = new int[Terms.ParameterCount];
        for (var k = 0; k < values.Length; k++) values[k] = RandomNumberGenerator.GetInt32(-_layout.MaxMagnitude, _layout.MaxMagnitude + 1);
        var payload = Gradients.Mask(Context(Phases.Gradient, iteration, member), _layout.Pack(values), Seed(iteration, member)).Payload.ToArray();
        if (wrong) payload[^1] ^= 1;
        return payload;
    });

    /// <summary>A masked gradient with which no sum is possible, under a proof that holds.</summary>
    public byte[] AbsurdGradient(int iteration, int member) => Kept($"absurd {iteration} {member}", () =>
    {
        var plaintexts = new BigInteger[_layout.PlaintextCount];
        plaintexts[0] = (BigInteger.One << (ModulusBits - 4)) - 1;
        return Gradients.Mask(Context(Phases.Gradient, iteration, member), plaintexts, Seed(iteration, member)).Payload.ToArray();
    });

    /// <summary>The seed of a member's masked gradients of an iteration.</summary>
    public byte[] Seed(int iteration, int member) => Kept($"seed {iteration} {member}", () => RandomNumberGenerator.GetBytes(32));

    /// <summary>One of a few random numbers of a member for an iteration.</summary>
    public byte[] Beacon(int iteration, int member, int variant) => Kept($"beacon {iteration} {member} {variant}", () =>
        Beacons.Mask(
            Context(Phases.Beacon, iteration, member), [new BigInteger(RandomNumberGenerator.GetBytes(24), isUnsigned: true)], RandomNumberGenerator.GetBytes(32)).Payload.ToArray());

    /// <summary>The product of masked gradients; a wrong one has its first residue squared.</summary>
    public byte[] Aggregate(IReadOnlyList<byte[]> gradients, bool wrong) => Kept($"aggregate {Names(gradients)} {wrong}", () =>
    {
        var product = Gradients.Aggregate([.. gradients.Select(gradient => new ReadOnlyMemory<byte>(gradient))]);
        if (!wrong) return product;
        const int first = 78;
        var element = product.AsSpan(first, Key.PublicKey.CiphertextBytes);
        var value = new BigInteger(element, isUnsigned: true, isBigEndian: true);
        var squared = value * value % Key.PublicKey.ModulusSquared;
        element.Clear();
        squared.TryWriteBytes(element[^squared.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
        return product;
    });

    /// <summary>A member's sealed unmasking share; a wrong one has a proof that does not hold.</summary>
    public byte[] Share(int iteration, int member, byte[] aggregate, bool wrong) => Kept($"share {iteration} {member} {Naming.Digest(aggregate)} {wrong}", () =>
    {
        var share = Gradients.ComputeShare(Context(Phases.Share, iteration, member), Key.Shares[member], aggregate);
        if (wrong) share[^1] ^= 1;
        using var key = ShareKeyOf(iteration, member);
        return key.Seal(share, EnvelopeContexts.GradientShare(MemoryLedger.ChannelId, Fid, iteration, Members[member].PartyId));
    });

    public byte[] BeaconShare(int iteration, int member, byte[] aggregate) => Kept($"beacon-share {iteration} {member} {Naming.Digest(aggregate)}", () =>
        Beacons.ComputeShare(Context(Phases.BeaconShare, iteration, member), Key.Shares[member], aggregate));

    public ShareKey ShareKeyOf(int iteration, int member) => GroupKey.DeriveShareKey(Fid, iteration, 1, Members[member].PartyId);

    /// <summary>What the authority seals to a member.</summary>
    public byte[] DealtTo(int member)
    {
        byte[] secrets = [.. GroupKey.Export(), .. Key.Shares[member].Encode()];
        return SealedEnvelope.Seal(Envelopes.PublicKey, EnvelopeContexts.DealtShare(Fid, 1, Members[member].PartyId), secrets);
    }

    /// <summary>A judgment that the judge has signed.</summary>
    public JudgeSignature Sign(Judgment judgment) => new(
        Judge.ExportSubjectPublicKeyInfo(),
        Judge.SignData(JudgmentForm.Encode(MemoryLedger.ChannelId, judgment), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    public void Dispose()
    {
        _organizations.ForEach(organization => organization.Dispose());
        Judge.Dispose();
        Envelopes.Dispose();
        GroupKey.Dispose();
    }

    private TestIdentity Enrol(string mspId, string name)
    {
        _organizations.Add(new TestOrganization(mspId));
        return _organizations[^1].Enrol(name);
    }

    private ProofContext Context(string phase, int iteration, int member) => new(MemoryLedger.ChannelId, Fid, iteration, phase, Members[member].PartyId, 1);

    private byte[] Kept(string name, Func<byte[]> make) => _payloads.GetOrAdd(name, _ => make());

    private static string Names(IReadOnlyList<byte[]> payloads) => string.Join(' ', payloads.Select(payload => Naming.Digest(payload)));
}
