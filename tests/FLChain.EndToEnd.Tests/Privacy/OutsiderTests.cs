using System.Buffers.Binary;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Masking;
using FLChain.EndToEnd.Tests.Federations;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.State;

namespace FLChain.EndToEnd.Tests.Privacy;

/// <summary>
/// Someone outside of the federation with everything that the consortium gives out. Each attempt fails, and succeeds in
/// the same test once it is given the one secret that it lacks.
/// </summary>
public sealed class OutsiderTests(ObservedFederation observed) : IClassFixture<ObservedFederation>
{
    private readonly OutsiderAttack _attack = new(observed.Holdings);

    private OutsiderHoldings Holdings => observed.Holdings;

    [Fact]
    public void Outsider_IsOfTheBuyersOrganization() => Assert.Equal(Cli.Consortium.EmbeddedConsortium.BuyerMsp, observed.World.Ledger.MspId);

    [Fact]
    public async Task Everything_HoldsNoSecretInTheClear()
    {
        var search = new ByteSearch(Holdings.Everything);
        foreach (var (name, secret) in await SecretsAsync()) Assert.False(search.Finds(secret), $"an outsider finds {name}");

        // The search does find what is there: raw, in base64 within JSON, in hexadecimal.
        Assert.True(search.Finds(Holdings.Setup.PublicKey));
        Assert.True(search.Finds(Holdings.Rounds[1].Shares[0].BeaconShare));
        Assert.True(search.Finds(Convert.FromHexString(Holdings.Model.Artifact!.KeyHash)));
        var leaked = new ByteSearch([.. Holdings.Everything, .. (await SecretsAsync()).Select(secret => secret.Bytes)]);
        foreach (var (name, secret) in await SecretsAsync()) Assert.True(leaked.Finds(secret), name);
    }

    [Fact]
    public async Task GuessedKeys_OpenNoShare()
    {
        var guesses = _attack.Guesses();
        Assert.True(guesses.Count > 500, $"only {guesses.Count} guesses");
        Assert.Null(_attack.KeyThatOpensAShare(guesses));

        using var secrets = await DealtToMember.OpenAsync(observed.World, observed.World.Members[0]);
        var key = secrets.GroupKey.Export();
        Assert.Same(key, _attack.KeyThatOpensAShare([.. guesses, key]));
    }

    [Fact]
    public void GuessedScalars_OpenNoDealtEnvelope()
    {
        // Each costs an operation on the curve: some hundreds will do.
        var guesses = _attack.Guesses().Take(300).ToArray();
        Assert.Null(_attack.ScalarThatOpensAnEnvelope(guesses));

        using var key = EncryptionKeyFile.Open(observed.World.Members[1].StateDirectory);
        var scalar = key.ExportPrivateScalar();
        Assert.Same(scalar, _attack.ScalarThatOpensAnEnvelope([.. guesses, scalar]));
    }

    [Fact]
    public async Task PublicSharesOfTheBeacon_DoNotOpenTheAggregate()
    {
        using var secrets = await DealtToMember.OpenAsync(observed.World, observed.World.Members[0]);
        foreach (var round in Holdings.Rounds)
        {
            var truth = _attack.Sum(round.Iteration, _attack.OpenShares(secrets.GroupKey, round.Iteration));
            Assert.NotNull(truth);
            foreach (var other in Holdings.Rounds)
                Assert.NotEqual(truth, _attack.Sum(round.Iteration, _attack.BeaconShares(other.Iteration)));
        }
    }

    [Fact]
    public async Task SealedShares_AsTheyAre_DoNotOpenTheAggregate()
    {
        var asTheyAre = Holdings.Rounds[0].Shares.ToDictionary(
            share => Holdings.Model.Dps.ToList().IndexOf(share.Author) + 1,
            share => new ReadOnlyMemory<byte>(Holdings.Payload(1, Phases.Share, share.Author)));
        Assert.Null(_attack.Sum(1, asTheyAre));

        using var secrets = await DealtToMember.OpenAsync(observed.World, observed.World.Members[0]);
        var tooFew = _attack.OpenShares(secrets.GroupKey, 1).Take(Holdings.Model.Terms.Threshold - 1).ToDictionary();
        Assert.Null(_attack.Sum(1, tooFew));
    }

    [Fact]
    public async Task GuessedKeys_DoNotOpenTheModel()
    {
        var guesses = _attack.Guesses();
        Assert.Null(_attack.KeyThatOpensTheModel(guesses));

        // With the group key, the same holdings give the weights, the key and the model's file.
        using var secrets = await DealtToMember.OpenAsync(observed.World, observed.World.Members[0]);
        var weights = _attack.RebuildWeights(secrets.GroupKey)[^1];
        Bits.AssertEqual(observed.World.Members[0].Weights, weights);
        var key = ModelVault.DeriveKey(weights, FederationShape.Fid);
        Assert.Same(key, _attack.KeyThatOpensTheModel([.. guesses, key]));
    }

    [Fact]
    public async Task CommitmentToTheInitialWeights_CannotBeTriedOut()
    {
        var confirmations = await observed.World.Ledger.ConfirmationsAsync(FederationShape.Fid, TestContext.Current.CancellationToken);
        var commitment = confirmations[0].WeightsCommitment;
        using var secrets = await DealtToMember.OpenAsync(observed.World, observed.World.Members[0]);
        var digest = System.Security.Cryptography.SHA512.HashData(Bits.Of(_attack.RebuildWeights(secrets.GroupKey)[0]));

        // Even whoever guessed the weights could not tell without the members' randomness.
        foreach (var guess in _attack.Guesses().Take(300)) Assert.False(PaillierCommitment.Opens(_attack.Key, commitment, digest, guess));
        Assert.True(PaillierCommitment.Opens(_attack.Key, commitment, digest, secrets.GroupKey.DeriveCommitmentRandomness(FederationShape.Fid, 32)));
    }

    private async Task<IReadOnlyList<(string Name, byte[] Bytes)>> SecretsAsync()
    {
        using var dealt = await DealtToMember.OpenAsync(observed.World, observed.World.Members[0]);
        var weights = _attack.RebuildWeights(dealt.GroupKey);
        var secrets = new List<(string, byte[])>
        {
            ("the group key", dealt.GroupKey.Export()),
            ("the seed of the initial weights", dealt.GroupKey.DeriveInitialWeightsSeed(FederationShape.Fid)),
            ("the model's key", ModelVault.DeriveKey(weights[^1], FederationShape.Fid)),
            ("the model's file", observed.World.Members[0].File.AsSpan(0, 64).ToArray()),
        };
        foreach (var member in observed.World.Members)
        {
            using var share = await DealtToMember.OpenAsync(observed.World, member);
            // The number itself, behind the header of its encoding.
            secrets.Add(($"key share {share.Share.TrainerIndex}", share.Share.Encode()[^32..]));
        }

        for (var iteration = 0; iteration < weights.Count; iteration++)
        {
            // Any three weights in a row, in either byte order, would tell.
            for (var k = 0; k + 3 <= weights[iteration].Length; k += 3)
            {
                var bits = Bits.Of(weights[iteration].AsSpan(k, 3));
                secrets.Add(($"weights from {k} on after iteration {iteration}", bits));
                secrets.Add(($"weights from {k} on after iteration {iteration}, big-endian", Reversed(bits)));
            }
        }

        foreach (var round in Holdings.Rounds) secrets.AddRange(SumsInTheClear(round.Iteration, _attack.OpenShares(dealt.GroupKey, round.Iteration)));
        return secrets;
    }

    private IEnumerable<(string Name, byte[] Bytes)> SumsInTheClear(int iteration, IReadOnlyDictionary<int, ReadOnlyMemory<byte>> shares)
    {
        var sums = _attack.Sum(iteration, shares)!;
        var little = new byte[8 * sums.Length];
        for (var k = 0; k < sums.Length; k++) BinaryPrimitives.WriteInt64LittleEndian(little.AsSpan(8 * k), sums[k]);
        yield return ($"the sums of iteration {iteration}", little[..24]);
        yield return ($"the sums of iteration {iteration}, as text", System.Text.Encoding.ASCII.GetBytes(string.Join(',', sums.Take(3))));
        var packed = _attack.Combine(iteration, shares).Sums[0];
        yield return ($"the packed sum of iteration {iteration}", packed.ToByteArray(isUnsigned: true, isBigEndian: true)[..24]);
        yield return ($"the packed sum of iteration {iteration}, little-endian", packed.ToByteArray(isUnsigned: true)[..24]);
    }

    private static byte[] Reversed(byte[] floats)
    {
        var bytes = (byte[])floats.Clone();
        for (var at = 0; at < bytes.Length; at += 4) bytes.AsSpan(at, 4).Reverse();
        return bytes;
    }
}
