namespace FLChain.Core;

/// <summary>Names of the contracts and of their transactions; on the wire they are joined by a colon.</summary>
public static class TransactionNames
{
    /// <summary>Registry contract.</summary>
    public static class Registry
    {
        /// <summary>The contract.</summary>
        public const string Contract = "registry";

        /// <summary>Submit: Policy → Policy, with its version set by the ledger. Authority.</summary>
        public const string SetPolicy = "SetPolicy";

        /// <summary>Evaluate: → Policy.</summary>
        public const string GetPolicy = "GetPolicy";

        /// <summary>Submit: RegisterTrainer → TrainerRecord.</summary>
        public const string RegisterTrainer = "RegisterTrainer";

        /// <summary>Submit: UpdateTrainer → TrainerRecord.</summary>
        public const string UpdateTrainer = "UpdateTrainer";

        /// <summary>Submit: SetAvailability → TrainerRecord.</summary>
        public const string SetAvailability = "SetAvailability";

        /// <summary>Submit: AttestRoot.</summary>
        public const string AttestRoot = "AttestRoot";

        /// <summary>Evaluate: PartyReference → TrainerRecord.</summary>
        public const string GetTrainer = "GetTrainer";

        /// <summary>Evaluate: PageRequest → Page of TrainerRecord.</summary>
        public const string ListTrainers = "ListTrainers";

        /// <summary>Evaluate: AttestedHeight → RootsAnswer.</summary>
        public const string GetRoots = "GetRoots";
    }

    /// <summary>Federation establishment contract.</summary>
    public static class Federation
    {
        /// <summary>The contract.</summary>
        public const string Contract = "federation";

        /// <summary>Submit: PublishModel → ModelRecord.</summary>
        public const string PublishModel = "PublishModel";

        /// <summary>Submit: SubmitIntention → IntentionRecord.</summary>
        public const string SubmitIntention = "SubmitIntention";

        /// <summary>Submit: ModelReference.</summary>
        public const string WithdrawIntention = "WithdrawIntention";

        /// <summary>Submit: (nothing) → array of the ModelRecords that were established or halted. Anyone.</summary>
        public const string Establish = "Establish";

        /// <summary>Submit: PostSetup. Authority.</summary>
        public const string PostSetup = "PostSetup";

        /// <summary>Submit: ConfirmShare. Members.</summary>
        public const string ConfirmShare = "ConfirmShare";

        /// <summary>Submit: ComplainShare. Members.</summary>
        public const string ComplainShare = "ComplainShare";

        /// <summary>Submit: ModelReference → ModelRecord. Anyone, once every member has confirmed, or the deadline has passed.</summary>
        public const string StartTraining = "StartTraining";

        /// <summary>Evaluate: ModelReference → ModelRecord.</summary>
        public const string GetModel = "GetModel";

        /// <summary>Evaluate: PageRequest → Page of ModelRecord.</summary>
        public const string ListModels = "ListModels";

        /// <summary>Evaluate: PageRequest of a fid → Page of IntentionRecord.</summary>
        public const string ListIntentions = "ListIntentions";

        /// <summary>Evaluate: ModelReference → SetupRecord.</summary>
        public const string GetSetup = "GetSetup";

        /// <summary>Evaluate: ModelReference → array of ConfirmationRecord of the setup's attempt.</summary>
        public const string GetConfirmations = "GetConfirmations";
    }

    /// <summary>Collaborative training contract.</summary>
    public static class Training
    {
        /// <summary>The contract.</summary>
        public const string Contract = "training";

        /// <summary>Submit: SubmitGradient with payload. Active members.</summary>
        public const string SubmitGradient = "SubmitGradient";

        /// <summary>Submit: SubmitAggregate. Any qualified trainer.</summary>
        public const string SubmitAggregate = "SubmitAggregate";

        /// <summary>Submit: RoundReference → LeaderEntry. Anyone.</summary>
        public const string ElectLeader = "ElectLeader";

        /// <summary>Submit: SubmitShare with payload. Members.</summary>
        public const string SubmitShare = "SubmitShare";

        /// <summary>Submit: RoundReference → RoundRecord. Anyone.</summary>
        public const string CloseRound = "CloseRound";

        /// <summary>Submit: EvaluatePartners. Members.</summary>
        public const string Evaluate = "Evaluate";

        /// <summary>Submit: ExpirePhase. Anyone.</summary>
        public const string Expire = "Expire";

        /// <summary>Submit: ModelReference. A member that was left out.</summary>
        public const string Return = "Return";

        /// <summary>Submit: FinishTraining → ModelRecord. Members; the last one finishes the model.</summary>
        public const string Finish = "Finish";

        /// <summary>Evaluate: ModelReference → Progress.</summary>
        public const string GetProgress = "GetProgress";

        /// <summary>Evaluate: RoundReference → RoundState.</summary>
        public const string GetRound = "GetRound";

        /// <summary>Evaluate: PayloadReference → the payload's bytes.</summary>
        public const string GetPayload = "GetPayload";

        /// <summary>Evaluate: ModelReference → array of AttestationEntry.</summary>
        public const string GetAttestations = "GetAttestations";
    }

    /// <summary>Incentive contract.</summary>
    public static class Incentive
    {
        /// <summary>The contract.</summary>
        public const string Contract = "incentive";

        /// <summary>Submit: Mint. Authority.</summary>
        public const string Mint = "Mint";

        /// <summary>Submit: MoveDeposit → AccountAnswer.</summary>
        public const string Deposit = "Deposit";

        /// <summary>Submit: MoveDeposit → AccountAnswer.</summary>
        public const string Withdraw = "Withdraw";

        /// <summary>Submit: PurchaseModel → PurchaseRecord.</summary>
        public const string Purchase = "Purchase";

        /// <summary>Submit: DeliverModel → PurchaseRecord. Members.</summary>
        public const string Deliver = "Deliver";

        /// <summary>Submit: PurchaseReference → PurchaseRecord. The buyer.</summary>
        public const string ConfirmDelivery = "ConfirmDelivery";

        /// <summary>Submit: DisputeDelivery → PurchaseRecord. The buyer.</summary>
        public const string Dispute = "Dispute";

        /// <summary>Submit: PurchaseReference → PurchaseRecord. Anyone, after the deadline.</summary>
        public const string Settle = "Settle";

        /// <summary>Submit: EvaluateModel. The buyer.</summary>
        public const string EvaluateModel = "EvaluateModel";

        /// <summary>Submit: ModelReference. Anyone, after each interval.</summary>
        public const string ApplyEvaluations = "ApplyEvaluations";

        /// <summary>Evaluate: AccountReference → AccountAnswer.</summary>
        public const string GetAccount = "GetAccount";

        /// <summary>Evaluate: PartyReference → LiabilityAnswer.</summary>
        public const string GetLiability = "GetLiability";

        /// <summary>Evaluate: PageRequest of an account → Page of Posting.</summary>
        public const string GetStatement = "GetStatement";

        /// <summary>Evaluate: PurchaseReference → PurchaseRecord.</summary>
        public const string GetPurchase = "GetPurchase";

        /// <summary>Evaluate: PageRequest of a fid → Page of PurchaseRecord.</summary>
        public const string ListPurchases = "ListPurchases";

        /// <summary>Evaluate: PageRequest of a party id → Page of PurchaseRecord.</summary>
        public const string ListBought = "ListBought";

        /// <summary>Evaluate: → ConservationAnswer.</summary>
        public const string GetConservation = "GetConservation";
    }

    /// <summary>Misbehavior report contract.</summary>
    public static class Misbehavior
    {
        /// <summary>The contract.</summary>
        public const string Contract = "misbehavior";

        /// <summary>Submit: ReportMisbehavior → ReportRecord. Anyone but the accused; a bad dealt share only its member, an incorrect share members only.</summary>
        public const string Report = "Report";

        /// <summary>Submit: AnswerChallenge → ReportRecord. The accused, until the deadline.</summary>
        public const string Answer = "Answer";

        /// <summary>Submit: ReportReference → ReportRecord. Anyone, after the deadline of a challenge that was not answered.</summary>
        public const string SettleChallenge = "SettleChallenge";

        /// <summary>Submit: ReportUnqualified → AccusationRecord. Anyone but the accused.</summary>
        public const string ReportUnqualified = "ReportUnqualified";

        /// <summary>Submit: OpenInspection → AccusationRecord. Anyone but the member whose gradient was drawn.</summary>
        public const string OpenInspection = "OpenInspection";

        /// <summary>Submit: SubmitJudgment → AccusationRecord. Anyone: the judges' signatures decide.</summary>
        public const string Judge = "Judge";

        /// <summary>Submit: ReportReference → AccusationRecord. The loser of a first judgment, within the time for it.</summary>
        public const string Appeal = "Appeal";

        /// <summary>Submit: ReportReference → AccusationRecord. Anyone, after the deadline: executes a judgment that nobody appealed, or whose appeal nobody decided, or lets an unjudged accusation lapse.</summary>
        public const string SettleJudgment = "SettleJudgment";

        /// <summary>Submit: OpenDispute with payload → DisputeRecord. Members.</summary>
        public const string OpenDispute = "OpenDispute";

        /// <summary>Submit: SubmitOpening. Contributors to the disputed iteration.</summary>
        public const string SubmitOpening = "SubmitOpening";

        /// <summary>Submit: ConvictOpening → DisputeRecord. Anyone who can open the envelope: the authority.</summary>
        public const string ConvictOpening = "ConvictOpening";

        /// <summary>Submit: RoundReference → DisputeRecord. Anyone, after the deadline: convicts who opened nothing, or lets the dispute lapse.</summary>
        public const string ExpireDispute = "ExpireDispute";

        /// <summary>Evaluate: ReportReference → ReportRecord.</summary>
        public const string GetReport = "GetReport";

        /// <summary>Evaluate: PageRequest → Page of ReportRecord.</summary>
        public const string ListReports = "ListReports";

        /// <summary>Evaluate: ModelReference → array of FaultRecord.</summary>
        public const string GetFaults = "GetFaults";

        /// <summary>Evaluate: ReportReference → AccusationRecord.</summary>
        public const string GetAccusation = "GetAccusation";

        /// <summary>Evaluate: PageRequest → Page of AccusationRecord.</summary>
        public const string ListAccusations = "ListAccusations";

        /// <summary>Evaluate: ModelReference → array of InspectionEntry.</summary>
        public const string GetInspections = "GetInspections";

        /// <summary>Evaluate: RoundReference → DisputeAnswer.</summary>
        public const string GetDispute = "GetDispute";
    }

    /// <summary>Name of a chaincode event: <c>contract.Transaction</c>.</summary>
    public static string EventName(string contract, string transaction) => $"{contract}.{transaction}";
}
