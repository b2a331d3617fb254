using FLChain.Cryptography.Envelopes;

namespace FLChain.Cryptography.Tests.Envelopes;

public sealed class GroupKeyTests
{
    private const string Fid = "flm-digits";
    private static readonly byte[] Fixed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void DeriveShareKey_FromGroupOrAuditKey_IsTheSame()
    {
        using GroupKey group = GroupKey.Generate();
        using AuditKey audit = AuditKey.FromBytes(group.DeriveAuditKey(Fid).Export());
        using ShareKey byTrainer = group.DeriveShareKey(Fid, 3, 1, "dp-a");
        using ShareKey byAuditor = audit.DeriveShareKey(Fid, 3, 1, "dp-a");

        Assert.Equal(byTrainer.Export(), byAuditor.Export());
    }

    [Fact]
    public void Derivations_AnyInputChanged_GiveUnrelatedKeys()
    {
        using GroupKey group = GroupKey.FromBytes(Fixed);
        byte[][] keys =
        [
            group.Export(),
            group.DeriveAuditKey(Fid).Export(),
            group.DeriveAuditKey("flm-digit").Export(),
            group.DeriveInitialWeightsSeed(Fid),
            group.DeriveInitialWeightsSeed("flm-digit"),
            group.DeriveCommitmentRandomness(Fid, 32),
            group.DeriveCommitmentRandomness(Fid, 33)[..32],
            group.DeriveShareKey(Fid, 0, 0, "a").Export(),
            group.DeriveShareKey(Fid, 1, 0, "a").Export(),
            group.DeriveShareKey(Fid, 0, 1, "a").Export(),
            group.DeriveShareKey(Fid, 0, 0, "b").Export(),
            group.DeriveShareKey("flm-digit", 0, 0, "a").Export(),
        ];

        Assert.Equal(keys.Length, keys.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void AuditKey_ForAnotherFederation_DoesNotGiveTheShareKey()
    {
        using GroupKey group = GroupKey.FromBytes(Fixed);
        using AuditKey other = group.DeriveAuditKey("other");

        Assert.NotEqual(group.DeriveShareKey(Fid, 0, 0, "a").Export(), other.DeriveShareKey(Fid, 0, 0, "a").Export());
    }

    [Fact]
    public void Derivations_FixedKey_AreTheRecordedOnes()
    {
        using GroupKey group = GroupKey.FromBytes(Fixed);

        Assert.Equal(FixedAuditKey, Convert.ToHexStringLower(group.DeriveAuditKey(Fid).Export()));
        Assert.Equal(FixedShareKey, Convert.ToHexStringLower(group.DeriveShareKey(Fid, 7, 2, "dp-a").Export()));
        Assert.Equal(FixedWeightsSeed, Convert.ToHexStringLower(group.DeriveInitialWeightsSeed(Fid)));
        Assert.Equal(FixedRandomness, Convert.ToHexStringLower(group.DeriveCommitmentRandomness(Fid, 16)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(192)]
    [InlineData(GroupKey.MaxCommitmentRandomnessBytes)]
    public void DeriveCommitmentRandomness_AnyLength_IsThatLongAndRepeatable(int length)
    {
        using GroupKey group = GroupKey.FromBytes(Fixed);

        byte[] randomness = group.DeriveCommitmentRandomness(Fid, length);
        Assert.Equal(length, randomness.Length);
        Assert.Equal(randomness, group.DeriveCommitmentRandomness(Fid, length));
    }

    [Fact]
    public void Derivations_InvalidInputs_AreRefused()
    {
        using GroupKey group = GroupKey.Generate();
        Assert.Throws<ArgumentException>(() => group.DeriveAuditKey(string.Empty));
        Assert.Throws<ArgumentException>(() => group.DeriveShareKey(Fid, 0, 0, string.Empty));
        Assert.Throws<ArgumentOutOfRangeException>(() => group.DeriveShareKey(Fid, -1, 0, "a"));
        Assert.Throws<ArgumentOutOfRangeException>(() => group.DeriveShareKey(Fid, 0, -1, "a"));
        Assert.Throws<ArgumentOutOfRangeException>(() => group.DeriveCommitmentRandomness(Fid, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => group.DeriveCommitmentRandomness(Fid, GroupKey.MaxCommitmentRandomnessBytes + 1));
        Assert.Throws<ArgumentException>(() => GroupKey.FromBytes(new byte[31]));
        Assert.Throws<ArgumentException>(() => AuditKey.FromBytes(new byte[33]));
    }

    [Fact]
    public void Dispose_Key_GivesNothingMore()
    {
        GroupKey group = GroupKey.Generate();
        group.Dispose();

        Assert.Throws<ObjectDisposedException>(() => group.Export());
        Assert.Throws<ObjectDisposedException>(() => group.DeriveAuditKey(Fid));
    }

    // Computed by another implementation (Node.js crypto).
    private const string FixedAuditKey = "befe99693e52151dc969db3b57781291d759ae59e80615e65551b12e2847df1e";
    private const string FixedShareKey = "ef1fb4c1accf3acad73cedd33753f4d173f890f72fd33cbc52463adfcab1d07c";
    private const string FixedWeightsSeed = "e8f45cda91e952b39500f3c5a2931d9f7132b6f321274b6a12bdf7d4323ac4f5";
    private const string FixedRandomness = "7bcb98277b53e5cab368d91f2908a43d";
}
