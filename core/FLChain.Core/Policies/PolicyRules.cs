using FLChain.Core.Ledger;

namespace FLChain.Core.Policies;

/// <summary>What a policy must keep for the market to be sound (paper, section V.A).</summary>
public static class PolicyRules
{
    /// <summary>The deposit is at least this many times the highest price: d ≫ p.</summary>
    public const int DepositToPrice = 10;

    /// <summary>Largest amount a policy may name, so that no sum of amounts overflows.</summary>
    public const long MaxAmount = 1_000_000_000_000_000;

    /// <summary>Most disputes of a federation: the first halts it.</summary>
    public const int MaxDisputes = 1;

    /// <summary>Furthest that a timestamp may be ahead of an endorser's clock, in seconds.</summary>
    public const int MaxClockSkewSeconds = 300;

    /// <summary>Most models of one publisher that recruit at one time, so that no one fills all places.</summary>
    public const int MaxRecruitingOfOne = 4;

    /// <summary>Most judges of a policy.</summary>
    public const int MaxJudges = 32;

    /// <summary>The first rule that the policy breaks, in words, or null.</summary>
    public static string? FirstBroken(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        // The limits first: within them no product of an amount and a number of trainers overflows.
        return Limits(policy) ?? Amounts(policy) ?? Ratios(policy) ?? Times(policy);
    }

    private static string? Amounts(Policy p)
    {
        long[] amounts =
        [
            p.RegistrationDeposit, p.IntentionFee, p.ModelFee, p.ReportFee, p.ReportReward, p.UnqualifiedReportFee,
            p.UnqualifiedReportReward, p.JudgmentFee, p.LeaderReward, p.MaxPrice,
        ];
        if (amounts.Any(amount => amount is < 0 or > MaxAmount)) return $"every amount is 0 to {MaxAmount}";
        if (p.ReportReward <= p.ReportFee) return "the reward r_1 must exceed the fee f_1";
        if (p.UnqualifiedReportReward <= p.UnqualifiedReportFee) return "the reward r_2 must exceed the fee f_2";
        if (p.MaxPrice < 1) return "the highest price must be at least 1";
        // What is confiscated pays the reporter and then every partner's share of the price: cp = p^j, together at most p.
        if (p.RegistrationDeposit < p.ReportReward + p.MaxPrice) return "the deposit must cover the reward r_1 and the highest price";
        if (p.RegistrationDeposit < p.JudgmentFee + p.UnqualifiedReportReward + p.MaxPrice)
            return "the deposit must cover the judgment fee f and the reward r_2 and the highest price";
        if (p.RegistrationDeposit / DepositToPrice < p.MaxPrice) return $"the deposit must be at least {DepositToPrice} times the highest price";
        if (p.IntentionFee * p.MinContributors < p.ModelFee) return "the intention fees of the smallest federation must cover the model fee f_FLM";
        return null;
    }

    private static string? Limits(Policy p)
    {
        if (string.IsNullOrEmpty(p.AuthorityMsp)) return "the authority's MSP id is missing";
        if (p.AuthorityKey.Length is 0 or > 512) return "the authority's key is missing or too long";
        if (p.MinContributors < 2) return "at least 2 contributors must be in a sum that is unmasked";
        if (p.MaxTrainers < p.MinContributors || p.MaxTrainers > 1_000) return "the largest federation is the fewest contributors to 1,000";
        if (p.MaxIterations is < 1 or > 1_000_000) return "iterations are 1 to 1,000,000";
        if (p.MaxParameters is < 1 or > 100_000_000) return "parameters are 1 to 100,000,000";
        if (p.MaxPayloadBytes is < 1 or > 90 * 1024 * 1024) return "a payload is at most 90 MiB";
        if (p.MaxIntentions < p.MaxTrainers || p.MaxIntentions > 10_000) return "intentions for a model are the largest federation to 10,000";
        if (p.MaxRecruiting is < 1 or > 10_000) return "recruiting models are 1 to 10,000";
        if (p.MinModulusBits is < 256 or > 8192) return "the shortest modulus is 256 to 8192 bits";
        if (p.MaxMisses is < 1 or > 1_000_000) return "a member may be absent from 1 to 1,000,000 iterations";
        if (p.MaxDisputes is < 0 or > MaxDisputes) return "a federation has 0 or 1 disputes";
        return Judges(p);
    }

    private static string? Judges(Policy p)
    {
        if (p.JudgeKeys.Count > MaxJudges) return $"there are at most {MaxJudges} judges";
        if (p.JudgeKeys.Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count() != p.JudgeKeys.Count) return "a judge is named twice";
        if (p.JudgesNeeded < 1 || p.JudgesNeeded > Math.Max(1, p.JudgeKeys.Count)) return "the judges needed are 1 to those named";
        return null;
    }

    private static string? Ratios(Policy p)
    {
        if (p.LeaderUpperPart is < 1 or > Ratio.One) return "the leader's upper part is 1 to 1,000,000 parts per million";
        if (p.InitialReliability is < 0 or > Ratio.One) return "the initial reliability is 0 to 1,000,000 parts per million";
        if (p.ReliabilityPriorWeight is < 1 or > 10_000) return "the weight of the initial reliability is 1 to 10,000";
        if (p.MissWeight is < 1 or > 10_000) return "the weight of a missed phase is 1 to 10,000";
        if (p.TrimPart is < 0 or > Ratio.One / 2) return "the trimmed part at each end is 0 to 500,000 parts per million";
        if (p.ReliabilityMemory is < Ratio.One / 2 or > 999_000) return "the memory of ratings is 500,000 to 999,000 parts per million";
        if (p.InspectionRate is < 0 or > Ratio.One) return "the rate of inspections is 0 to 1,000,000 parts per million";
        if (p.FaultFactor < 0 || p.FaultFactor >= Math.Max(1, p.InitialReliability)) return "the factor of a fault is below the initial reliability";
        return null;
    }

    private static string? Times(Policy p)
    {
        const int year = 366 * 24 * 3600;
        if (p.MinPhaseSeconds < 1 || p.MaxPhaseSeconds < p.MinPhaseSeconds || p.MaxPhaseSeconds > year) return "phases last 1 second to a year";
        if (p.DeliverySeconds is < 1 or > year || p.ConfirmationSeconds is < 1 or > year || p.EvaluationSeconds is < 1 or > year)
            return "delivery, confirmation and evaluation intervals last 1 second to a year";
        if (p.JudgmentSeconds is < 1 or > year || p.OpeningSeconds is < 1 or > year) return "judgments and openings have 1 second to a year";
        if (p.AppealSeconds is < 0 or > year || p.LiabilitySeconds is < 0 or > year) return "appeals and liability last 0 seconds to a year";
        if (p.ClockSkewSeconds is < 0 or > MaxClockSkewSeconds) return $"a timestamp may be at most 0 to {MaxClockSkewSeconds} seconds ahead";
        if (p.AbsenceSeconds is < 0 or > year) return "a member may be out for 0 seconds to a year";
        if (p.LiabilitySeconds > 0 && p.LiabilitySeconds < p.OpeningSeconds) return "members stay liable at least as long as a share may be opened";
        return null;
    }
}
