namespace FLChain.Core.Policies;

/// <summary>
/// Every amount, fee, limit, deadline and formula of the market, set by the authority alone. Amounts are whole numbers
/// of the smallest unit; ratios are parts per million.
/// </summary>
/// <param name="Version">1 for the first; each SetPolicy is one more.</param>
/// <param name="AuthorityMsp">MSP id of the authority organization.</param>
/// <param name="AuthorityKey">DER SubjectPublicKeyInfo of the authority's P-256 key for sealed envelopes; while no judges are named, also the judge's.</param>
/// <param name="RegistrationDeposit">d_DP, frozen by each trainer.</param>
/// <param name="IntentionFee">f_CI.</param>
/// <param name="ModelFee">f_FLM, paid by the federation when it forms.</param>
/// <param name="ReportFee">f_1.</param>
/// <param name="ReportReward">r_1.</param>
/// <param name="UnqualifiedReportFee">f_2.</param>
/// <param name="UnqualifiedReportReward">r_2.</param>
/// <param name="JudgmentFee">f, paid to the authority.</param>
/// <param name="LeaderReward">Issued to the leader of each iteration, until the rewards of its federation come to its members' intention fees.</param>
/// <param name="MaxPrice">Highest expected price of an intention; the deposit is at least ten times as much.</param>
/// <param name="MinContributors">Fewest gradients in a sum that may be unmasked.</param>
/// <param name="MaxTrainers">Largest federation.</param>
/// <param name="MaxIterations">Most iterations.</param>
/// <param name="MaxParameters">Largest model.</param>
/// <param name="MaxPayloadBytes">Largest payload.</param>
/// <param name="MaxIntentions">Most intentions for one model.</param>
/// <param name="MaxRecruiting">Most models that recruit at one time.</param>
/// <param name="MinModulusBits">Shortest Paillier modulus.</param>
/// <param name="Establishment">How federations form.</param>
/// <param name="Shares">How a price is divided.</param>
/// <param name="Verification">Who verifies masked gradients.</param>
/// <param name="LeaderUpperPart">Which part of the correct nodes, most reliable first, the leader is drawn from.</param>
/// <param name="InitialReliability">RELY of a new trainer.</param>
/// <param name="ReliabilityPriorWeight">How many ratings the initial value counts for.</param>
/// <param name="MissWeight">How many ratings of zero a missed phase counts for.</param>
/// <param name="MinPhaseSeconds">Shortest deadline of a phase.</param>
/// <param name="MaxPhaseSeconds">Longest deadline of a phase.</param>
/// <param name="DeliverySeconds">Time for delivering a bought model.</param>
/// <param name="ConfirmationSeconds">Time for the buyer to confirm or dispute.</param>
/// <param name="EvaluationSeconds">Interval at which buyers' evaluations are applied.</param>
/// <param name="JudgeKeys">DER SubjectPublicKeyInfo of each judge's P-256 signing key, at most 32; none: the authority's key alone judges.</param>
/// <param name="JudgesNeeded">How many judges sign a judgment.</param>
/// <param name="JudgmentSeconds">Time for a judgment, and for the authority to name the culprit of a dispute.</param>
/// <param name="AppealSeconds">Time for an appeal; 0: a judgment is executed at once and there is none.</param>
/// <param name="OpeningSeconds">Time for opening a challenged share or the seed of a disputed iteration.</param>
/// <param name="LiabilitySeconds">How long the members of an ended federation stay liable: their deposits for it stay frozen.</param>
/// <param name="MaxMisses">Iterations that a member may be absent from before its deposit is confiscated.</param>
/// <param name="MaxDisputes">Disputes of impossible sums in one federation; each halts it, so 0 or 1.</param>
/// <param name="TrimPart">Part of the ratings that is cut off at each end before their mean is taken, up to half: the median.</param>
/// <param name="ReliabilityMemory">What earlier ratings still count when one more comes, parts per million.</param>
/// <param name="FaultFactor">By what each proven fault multiplies a reliability, parts per million; below the initial reliability, so that no praise makes up for a fault.</param>
/// <param name="ClockSkewSeconds">How far ahead of an endorser's clock a timestamp may be: so much later than its end a deadline counts against who missed it. The services' own tolerance is the same.</param>
/// <param name="AbsenceSeconds">How long a member must have been out, besides <paramref name="MaxMisses"/>, before its deposit is confiscated.</param>
/// <param name="InspectionRate">Least chance that terms may give an inspection of a gradient, parts per million; 0: federations may do without.</param>
public sealed record Policy(
    int Version,
    string AuthorityMsp,
    byte[] AuthorityKey,
    long RegistrationDeposit,
    long IntentionFee,
    long ModelFee,
    long ReportFee,
    long ReportReward,
    long UnqualifiedReportFee,
    long UnqualifiedReportReward,
    long JudgmentFee,
    long LeaderReward,
    long MaxPrice,
    int MinContributors,
    int MaxTrainers,
    int MaxIterations,
    int MaxParameters,
    long MaxPayloadBytes,
    int MaxIntentions,
    int MaxRecruiting,
    int MinModulusBits,
    EstablishmentRule Establishment,
    ShareRule Shares,
    VerificationRule Verification,
    int LeaderUpperPart,
    int InitialReliability,
    int ReliabilityPriorWeight,
    int MissWeight,
    int MinPhaseSeconds,
    int MaxPhaseSeconds,
    int DeliverySeconds,
    int ConfirmationSeconds,
    int EvaluationSeconds,
    IReadOnlyList<byte[]> JudgeKeys,
    int JudgesNeeded,
    int JudgmentSeconds,
    int AppealSeconds,
    int OpeningSeconds,
    int LiabilitySeconds,
    int MaxMisses,
    int MaxDisputes,
    int TrimPart,
    int ReliabilityMemory,
    int FaultFactor,
    int ClockSkewSeconds,
    int AbsenceSeconds,
    int InspectionRate)
{
    /// <summary>The policy that a new consortium starts with.</summary>
    public static Policy Default(string authorityMsp, byte[] authorityKey) => new(
        Version: 1,
        AuthorityMsp: authorityMsp,
        AuthorityKey: authorityKey,
        RegistrationDeposit: 1_000_000,
        IntentionFee: 100,
        ModelFee: 250,
        ReportFee: 1_000,
        ReportReward: 5_000,
        UnqualifiedReportFee: 2_000,
        UnqualifiedReportReward: 8_000,
        JudgmentFee: 3_000,
        LeaderReward: 10,
        MaxPrice: 100_000,
        MinContributors: 3,
        MaxTrainers: 64,
        MaxIterations: 100_000,
        MaxParameters: 4_000_000,
        MaxPayloadBytes: 64 * 1024 * 1024,
        MaxIntentions: 256,
        MaxRecruiting: 64,
        MinModulusBits: 2048,
        Establishment: EstablishmentRule.Greedy,
        Shares: ShareRule.Paper,
        Verification: VerificationRule.Optimistic,
        LeaderUpperPart: 500_000,
        InitialReliability: 500_000,
        ReliabilityPriorWeight: 10,
        MissWeight: 10,
        MinPhaseSeconds: 1,
        MaxPhaseSeconds: 7 * 24 * 3600,
        DeliverySeconds: 24 * 3600,
        ConfirmationSeconds: 72 * 3600,
        EvaluationSeconds: 24 * 3600,
        JudgeKeys: [],
        JudgesNeeded: 1,
        JudgmentSeconds: 14 * 24 * 3600,
        AppealSeconds: 72 * 3600,
        OpeningSeconds: 24 * 3600,
        LiabilitySeconds: 7 * 24 * 3600,
        MaxMisses: 10,
        MaxDisputes: 1,
        TrimPart: 500_000,
        ReliabilityMemory: 990_000,
        FaultFactor: 250_000,
        ClockSkewSeconds: 15,
        AbsenceSeconds: 3600,
        InspectionRate: 5_000);
}
