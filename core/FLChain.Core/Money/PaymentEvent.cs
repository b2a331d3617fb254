namespace FLChain.Core.Money;

/// <summary>What a payment is for (paper, Table III, and what that leaves open).</summary>
public enum PaymentEvent
{
    /// <summary>Issued by the treasury.</summary>
    Mint,

    /// <summary>d_DP, frozen at registration.</summary>
    RegisterTrainer,

    /// <summary>More deposit.</summary>
    Deposit,

    /// <summary>Deposit given back.</summary>
    Withdraw,

    /// <summary>f_CI.</summary>
    Intention,

    /// <summary>f_CI given back because no federation formed.</summary>
    IntentionRefund,

    /// <summary>f_FLM.</summary>
    RegisterModel,

    /// <summary>Reward of an iteration's leader.</summary>
    LeaderReward,

    /// <summary>p_FLM, held by PAC.</summary>
    Purchase,

    /// <summary>p_FLM from PAC to the federation.</summary>
    Sale,

    /// <summary>p^j_FLM from the federation to a trainer.</summary>
    Profit,

    /// <summary>p_FLM given back to the buyer.</summary>
    Refund,

    /// <summary>f_1, of a report of misbehavior.</summary>
    ReportFee,

    /// <summary>f_2, of a report of an unqualified trainer, or of an appeal.</summary>
    UnqualifiedReportFee,

    /// <summary>A fee given back because its report was overtaken, answered, upheld or not judged in time.</summary>
    FeeReturn,

    /// <summary>d_DP, taken from a deposit.</summary>
    Confiscation,

    /// <summary>r_1 or r_2, to the reporter.</summary>
    Reward,

    /// <summary>f, to the authority for its judgment.</summary>
    JudgmentFee,

    /// <summary>What remains of a confiscated deposit, from PAC to the federation.</summary>
    Penalty,

    /// <summary>cp, from the federation to a partner that lost its share of the price.</summary>
    Compensation,

    /// <summary>What compensation leaves, from the federation back to PAC.</summary>
    Residue,
}
