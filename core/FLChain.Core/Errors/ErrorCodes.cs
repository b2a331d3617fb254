namespace FLChain.Core.Errors;

/// <summary>
/// Codes of broken rules. 00 general, 01 registry, 02 federation, 03 training, 04 incentive, 05 misbehavior. A code is
/// never given a second meaning.
/// </summary>
public static class ErrorCodes
{
    /// <summary>The argument is malformed or out of its range.</summary>
    public const string BadArgument = "FL0001";

    /// <summary>Only the authority may do this.</summary>
    public const string AuthorityOnly = "FL0002";

    /// <summary>No policy has been set yet.</summary>
    public const string NoPolicy = "FL0003";

    /// <summary>The payload is missing, too large, or not the one that the digest names.</summary>
    public const string BadPayload = "FL0004";

    /// <summary>The payload has expired or was never stored.</summary>
    public const string NoPayload = "FL0005";

    /// <summary>The policy on the ledger does not carry the authority's seal: someone else put it there.</summary>
    public const string UnsealedPolicy = "FL0006";

    /// <summary>The policy breaks a rule of the market.</summary>
    public const string UnsoundPolicy = "FL0101";

    /// <summary>The caller is registered already.</summary>
    public const string AlreadyRegistered = "FL0102";

    /// <summary>There is no such trainer.</summary>
    public const string NoTrainer = "FL0103";

    /// <summary>The trainer is not qualified.</summary>
    public const string NotQualified = "FL0104";

    /// <summary>The trainer is not available.</summary>
    public const string NotAvailable = "FL0105";

    /// <summary>This organization has attested a root at this height already.</summary>
    public const string AlreadyAttested = "FL0106";

    /// <summary>The model's id is taken.</summary>
    public const string FidTaken = "FL0201";

    /// <summary>There is no such model.</summary>
    public const string NoModel = "FL0202";

    /// <summary>The model is not at the stage for this.</summary>
    public const string WrongStage = "FL0203";

    /// <summary>Recruitment is over, or not over yet.</summary>
    public const string RecruitmentTime = "FL0204";

    /// <summary>The trainer has submitted this intention already.</summary>
    public const string AlreadyIntended = "FL0205";

    /// <summary>There is no such intention.</summary>
    public const string NoIntention = "FL0206";

    /// <summary>The terms break a rule or a limit of the policy.</summary>
    public const string BadTerms = "FL0207";

    /// <summary>The caller is not a member of the federation.</summary>
    public const string NotMember = "FL0208";

    /// <summary>The dealt key does not fit the federation or is not well formed.</summary>
    public const string BadSetup = "FL0209";

    /// <summary>The setup stands already, or there is none yet.</summary>
    public const string SetupState = "FL0210";

    /// <summary>The member has confirmed or complained already.</summary>
    public const string AlreadyConfirmed = "FL0211";

    /// <summary>Confirmations are missing, or do not agree.</summary>
    public const string NotConfirmed = "FL0212";

    /// <summary>No model's recruitment has ended.</summary>
    public const string NothingToEstablish = "FL0213";

    /// <summary>A limit on models or intentions is reached.</summary>
    public const string TooMany = "FL0214";

    /// <summary>The iteration is not the one that runs now.</summary>
    public const string WrongIteration = "FL0301";

    /// <summary>The phase is over, or not there yet.</summary>
    public const string WrongPhase = "FL0302";

    /// <summary>The caller has submitted in this phase already.</summary>
    public const string AlreadySubmitted = "FL0303";

    /// <summary>A proof does not verify.</summary>
    public const string BadProof = "FL0304";

    /// <summary>No correct aggregate is there.</summary>
    public const string NoCorrectAggregate = "FL0305";

    /// <summary>Too few shares are there.</summary>
    public const string TooFewShares = "FL0306";

    /// <summary>The deadline has not passed.</summary>
    public const string NotExpired = "FL0307";

    /// <summary>The evaluation rates someone it may not, or twice.</summary>
    public const string BadEvaluation = "FL0308";

    /// <summary>The caller was left out of the federation's rounds until it returns.</summary>
    public const string LeftOut = "FL0309";

    /// <summary>The attestation differs from the caller's earlier one, or was made already.</summary>
    public const string AlreadyFinished = "FL0310";

    /// <summary>The balance does not cover the payment.</summary>
    public const string InsufficientFunds = "FL0401";

    /// <summary>The deposit is frozen.</summary>
    public const string DepositFrozen = "FL0402";

    /// <summary>The reference of an issue was used already.</summary>
    public const string ReferenceUsed = "FL0403";

    /// <summary>The model is not for sale.</summary>
    public const string NotForSale = "FL0404";

    /// <summary>There is no such purchase.</summary>
    public const string NoPurchase = "FL0405";

    /// <summary>The purchase is not at the state for this.</summary>
    public const string WrongPurchaseState = "FL0406";

    /// <summary>The purchase is someone else's.</summary>
    public const string NotBuyer = "FL0407";

    /// <summary>The price is above what the buyer would pay.</summary>
    public const string PriceTooHigh = "FL0408";

    /// <summary>The buyer has evaluated this purchase already.</summary>
    public const string AlreadyRated = "FL0409";

    /// <summary>The interval for applying evaluations has not passed, or there are none.</summary>
    public const string NothingToApply = "FL0410";

    /// <summary>The revealed key does not belong to the purchase.</summary>
    public const string WrongRevealedKey = "FL0411";

    /// <summary>The ledger's money does not add up: a defect, never an argument's fault.</summary>
    public const string NotConserved = "FL0412";

    /// <summary>This fault has been proven and settled already; no fee is taken.</summary>
    public const string AlreadyReported = "FL0501";

    /// <summary>Nobody reports or accuses itself.</summary>
    public const string SelfReport = "FL0502";

    /// <summary>The accused submitted nothing there that could be at fault.</summary>
    public const string NothingToReport = "FL0503";

    /// <summary>There is no such report or accusation.</summary>
    public const string NoReport = "FL0504";

    /// <summary>The report or accusation is not at the state for this, or its time is over.</summary>
    public const string WrongReportState = "FL0505";

    /// <summary>Too few of the policy's judges signed this very judgment.</summary>
    public const string BadSignatures = "FL0506";

    /// <summary>The judgment does not fit the accusation that it names.</summary>
    public const string BadJudgment = "FL0507";

    /// <summary>Only a party of the report that this concerns may do this.</summary>
    public const string NotParty = "FL0508";

    /// <summary>There is no such dispute.</summary>
    public const string NoDispute = "FL0509";

    /// <summary>The dispute is not at the state for this, or its time is over.</summary>
    public const string WrongDisputeState = "FL0510";

    /// <summary>The evidence cannot be read, or shows nothing.</summary>
    public const string BadEvidence = "FL0511";

    /// <summary>The policy allows no further dispute in this federation.</summary>
    public const string TooManyDisputes = "FL0512";

    /// <summary>The opened seed is that of the masked gradient, and every component is in range.</summary>
    public const string NotCulprit = "FL0513";

    /// <summary>The member was expelled from the federation.</summary>
    public const string Expelled = "FL0514";
}
