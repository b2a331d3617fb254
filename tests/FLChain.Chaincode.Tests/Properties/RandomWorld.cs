using System.Security.Cryptography;
using FLChain.Chaincode.Tests.Misbehavior;
using FLChain.Chaincode.Tests.Training;
using FLChain.Core.Encoding;
using FLChain.Cryptography.Envelopes;
using FLChain.Cryptography.Masking;

namespace FLChain.Chaincode.Tests.Properties;

/// <summary>
/// What a random sequence of transactions is made in: a federation of five of whom the first two cheat, a stranger, and
/// one source of randomness, so that a seed gives the same sequence again.
/// </summary>
internal sealed class RandomWorld : IDisposable
{
    public const int Cheats = 2;

    private readonly TestOrganization _authorities = new("AuthorityMSP");

    public RandomWorld(int seed, string masking = PaillierMasking.SchemeName)
    {
        Random = new Random(seed);
        Lab = new Lab(
            policy => policy with
            {
                AuthorityKey = Authority.PublicKey,
                JudgeKeys = [Judge.ExportSubjectPublicKeyInfo()],
                MaxMisses = 2,
                AbsenceSeconds = 0,
                AppealSeconds = seed % 2 * 300,
                OpeningSeconds = 60,
                LiabilitySeconds = 86_400,
                MaxPrice = 1_000,
            },
            trainers: 5,
            threshold: 3,
            iterations: 2,
            masking: masking);
        Lab.World.Change(model => model with { Terms = model.Terms with { InspectionRate = Ratio.One / 2 } });
        Office = _authorities.Enrol("authority");
    }

    public Random Random { get; }

    public Lab Lab { get; }

    /// <summary>To which seeds are opened.</summary>
    public EnvelopeKey Authority { get; } = EnvelopeKey.Generate();

    /// <summary>Who changes the policy.</summary>
    public TestIdentity Office { get; }

    public ECDsa Judge { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestIdentity[] Members => Lab.World.Members;

    public IEnumerable<TestIdentity> Honest => Members[Cheats..];

    public int Iteration => Lab.Ledger.Read<RoundRecord>(Keys.Round(TrainingWorld.Fid, 1)) is null ? 1 : 2;

    public TestIdentity Member() => Members[Random.Next(Members.Length)];

    public TestIdentity Anyone() => Random.Next(8) == 0 ? (Random.Next(2) == 0 ? Lab.World.Stranger : Lab.World.Node) : Member();

    public bool Lies(TestIdentity member) => Array.IndexOf(Members, member) is >= 0 and < Cheats && Random.Next(8) == 0;

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        Random.NextBytes(bytes);
        return bytes;
    }

    public T? Pick<T>(LedgerKeyRange range)
        where T : class
    {
        var all = All<T>(range);
        return all.Length == 0 ? null : all[Random.Next(all.Length)];
    }

    public T[] All<T>(LedgerKeyRange range) =>
        [.. Lab.Ledger.State.Range(range.Start, range.End).Select(row => CanonicalJson.Decode<T>(row.Value.Bytes))];

    /// <summary>What a member submitted, as anyone in the consortium may read it; null when there is nothing.</summary>
    public async Task<byte[]?> SubmittedAsync(int iteration, string phase, string author)
    {
        var read = await Lab.Ledger.EndorseAsync(
            Lab.World.Stranger, TransactionNames.Training.Contract, TransactionNames.Training.GetPayload, new PayloadReference(TrainingWorld.Fid, iteration, phase, author));
        return read.Response.IsOk ? read.Answer<byte[]>() : null;
    }

    /// <summary>What a reporter brings along in place of a member's submission: nothing, arbitrary bytes, a copy of it or of another's, or one with a byte changed.</summary>
    public async Task<byte[]?> BroughtAsync(int iteration, string phase, TestIdentity accused)
    {
        if (Random.Next(4) == 0) return null;
        if (Random.Next(4) == 0) return Bytes(Random.Next(1, 400));
        var copy = await SubmittedAsync(iteration, phase, (Random.Next(4) == 0 ? Member() : accused).PartyId);
        if (copy is { Length: > 0 } && Random.Next(2) == 0) copy[Random.Next(copy.Length)] ^= (byte)Random.Next(1, 256);
        return copy;
    }

    /// <summary>Whoever is honest and asked to open its share does; cheats seldom do.</summary>
    public async Task AnswerChallengesAsync()
    {
        foreach (var report in All<ReportRecord>(Keys.Reports).Where(report => report.State == ReportState.Challenged && report.Deadline >= Lab.Ledger.Now))
        {
            var accused = Members.First(member => member.PartyId == report.Accused);
            if (!Honest.Contains(accused) && Random.Next(20) > 0) continue;
            var answer = new AnswerChallenge(report.ReportId, Lab.Play.ShareKeyOf(report.Iteration, accused));
            await Lab.Ledger.SubmitAsync(accused, TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.Answer, answer);
        }
    }

    /// <summary>Whoever is honest and asked to open its seed does.</summary>
    public async Task OpenSeedsAsync()
    {
        if (Lab.Ledger.Read<DisputeRecord>(Keys.Dispute(TrainingWorld.Fid, 1)) is not { State: DisputeState.Opening } dispute || dispute.Deadline < Lab.Ledger.Now) return;
        foreach (var member in Honest.Where(member => Lab.Ledger.Read<OpeningEntry>(Keys.Opening(TrainingWorld.Fid, 1, member.PartyId)) is null))
            await Lab.Ledger.SubmitAsync(member, TransactionNames.Misbehavior.Contract, TransactionNames.Misbehavior.SubmitOpening, OpeningOf(member));
    }

    /// <summary>A member's own seed of the first iteration, sealed to the authority.</summary>
    public SubmitOpening OpeningOf(TestIdentity member) => new(
        TrainingWorld.Fid, 1,
        SealedEnvelope.Seal(Authority.PublicKey, EnvelopeContexts.SeedOpening(TrainingWorld.Fid, 1, member.PartyId), Lab.Play.Seeds.GetValueOrDefault((1, member.PartyId)) ?? new byte[32]));

    public void Dispose()
    {
        Authority.Dispose();
        Judge.Dispose();
        Lab.Dispose();
        _authorities.Dispose();
    }
}
