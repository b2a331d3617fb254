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
}
