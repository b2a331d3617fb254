using FLChain.Core.Policies;

namespace FLChain.Core.Tests.Policies;

public sealed class PolicyRulesTests
{
    private static readonly Policy Sound = Policy.Default("AuthorityMSP", [1]);

    [Fact]
    public void FirstBroken_DefaultPolicy_IsSound() => Assert.Null(PolicyRules.FirstBroken(Sound));

    public static TheoryData<string, Func<Policy, Policy>> Broken => new()
    {
        { "every amount", policy => policy with { IntentionFee = -1 } },
        { "every amount", policy => policy with { LeaderReward = PolicyRules.MaxAmount + 1 } },
        { "r_1 must exceed", policy => policy with { ReportReward = policy.ReportFee } },
        { "r_2 must exceed", policy => policy with { UnqualifiedReportReward = policy.UnqualifiedReportFee } },
        { "deposit must cover the reward r_1", policy => policy with { ReportReward = policy.RegistrationDeposit + 1 } },
        { "judgment fee f and the reward r_2", policy => policy with { JudgmentFee = policy.RegistrationDeposit } },
        { "highest price must", policy => policy with { MaxPrice = 0 } },
        { "10 times the highest price", policy => policy with { MaxPrice = (policy.RegistrationDeposit / 10) + 1 } },
        { "must cover the model fee", policy => policy with { ModelFee = (policy.IntentionFee * 3) + 1 } },
        { "MSP id is missing", policy => policy with { AuthorityMsp = "" } },
        { "key is missing or too long", policy => policy with { AuthorityKey = [] } },
        { "key is missing or too long", policy => policy with { AuthorityKey = new byte[513] } },
        { "at least 2 contributors", policy => policy with { MinContributors = 1 } },
        { "largest federation", policy => policy with { MaxTrainers = 2 } },
        { "largest federation", policy => policy with { MaxTrainers = 1_001 } },
        { "iterations", policy => policy with { MaxIterations = 0 } },
        { "parameters", policy => policy with { MaxParameters = 0 } },
        { "payload", policy => policy with { MaxPayloadBytes = (90 * 1024 * 1024) + 1 } },
        { "intentions for a model", policy => policy with { MaxIntentions = 63 } },
        { "recruiting models", policy => policy with { MaxRecruiting = 10_001 } },
        { "modulus", policy => policy with { MinModulusBits = 255 } },
        { "leader's upper part", policy => policy with { LeaderUpperPart = 0 } },
        { "initial reliability", policy => policy with { InitialReliability = 1_000_001 } },
        { "weight of the initial", policy => policy with { ReliabilityPriorWeight = 0 } },
        { "weight of a missed", policy => policy with { MissWeight = 10_001 } },
        { "phases", policy => policy with { MaxPhaseSeconds = policy.MinPhaseSeconds - 1 } },
        { "delivery", policy => policy with { ConfirmationSeconds = 0 } },
        { "delivery", policy => policy with { EvaluationSeconds = (366 * 24 * 3600) + 1 } },
        { "reward r_1 and the highest price", policy => policy with { ReportReward = policy.RegistrationDeposit - policy.MaxPrice + 1 } },
        { "reward r_2 and the highest price", policy => policy with { JudgmentFee = policy.RegistrationDeposit - policy.MaxPrice - policy.UnqualifiedReportReward + 1 } },
        { "absent from 1", policy => policy with { MaxMisses = 0 } },
        { "at most 0 to 300", policy => policy with { ClockSkewSeconds = -1 } },
        { "at most 0 to 300", policy => policy with { ClockSkewSeconds = 301 } },
        { "out for 0 seconds", policy => policy with { AbsenceSeconds = -1 } },
        { "out for 0 seconds", policy => policy with { AbsenceSeconds = 366 * 24 * 3600 + 1 } },
        { "0 or 1 disputes", policy => policy with { MaxDisputes = 2 } },
        { "at most 32 judges", policy => policy with { JudgeKeys = [.. Enumerable.Range(0, 33).Select(i => new[] { (byte)i })] } },
        { "named twice", policy => policy with { JudgeKeys = [[1], [1]] } },
        { "judges needed", policy => policy with { JudgesNeeded = 0 } },
        { "judges needed", policy => policy with { JudgesNeeded = 2 } },
        { "judges needed", policy => policy with { JudgeKeys = [[1], [2]], JudgesNeeded = 3 } },
        { "trimmed part", policy => policy with { TrimPart = 500_001 } },
        { "memory", policy => policy with { ReliabilityMemory = 999_001 } },
        { "memory", policy => policy with { ReliabilityMemory = 499_999 } },
        { "factor of a fault", policy => policy with { FaultFactor = policy.InitialReliability } },
        { "factor of a fault", policy => policy with { FaultFactor = -1 } },
        { "rate of inspections", policy => policy with { InspectionRate = -1 } },
        { "rate of inspections", policy => policy with { InspectionRate = 1_000_001 } },
        { "judgments and openings", policy => policy with { JudgmentSeconds = 0 } },
        { "judgments and openings", policy => policy with { OpeningSeconds = 0 } },
        { "appeals and liability", policy => policy with { AppealSeconds = -1 } },
        { "appeals and liability", policy => policy with { LiabilitySeconds = (366 * 24 * 3600) + 1 } },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void FirstBroken_OneRuleBroken_IsNamed(string words, Func<Policy, Policy> change) =>
        Assert.Contains(words, PolicyRules.FirstBroken(change(Sound)), StringComparison.Ordinal);

    [Fact]
    public void FirstBroken_AtTheEdgeOfEachRule_IsSound()
    {
        Assert.Null(PolicyRules.FirstBroken(Sound with { ReportReward = Sound.ReportFee + 1, UnqualifiedReportReward = Sound.UnqualifiedReportFee + 1 }));
        Assert.Null(PolicyRules.FirstBroken(Sound with { MaxPrice = Sound.RegistrationDeposit / 10 }));
        Assert.Null(PolicyRules.FirstBroken(Sound with { ModelFee = Sound.IntentionFee * Sound.MinContributors }));
        Assert.Null(PolicyRules.FirstBroken(Sound with { MinContributors = 2, MaxTrainers = 2, MaxIntentions = 2, ModelFee = 0 }));
        Assert.Null(PolicyRules.FirstBroken(Sound with { RegistrationDeposit = PolicyRules.MaxAmount, LeaderReward = PolicyRules.MaxAmount }));
    }

    [Fact]
    public void FirstBroken_HostileNumbers_AreNamedAndNeverOverflow()
    {
        var hostile = Sound with { MinContributors = int.MaxValue, MaxTrainers = int.MaxValue, IntentionFee = PolicyRules.MaxAmount };
        Assert.NotNull(PolicyRules.FirstBroken(hostile));
        Assert.NotNull(PolicyRules.FirstBroken(Sound with { RegistrationDeposit = long.MinValue, JudgmentFee = long.MaxValue }));
    }
}
