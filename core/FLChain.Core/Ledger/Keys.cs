using FLChain.Core.Records;

namespace FLChain.Core.Ledger;

/// <summary>Every key of the world state and of the payload collection, by what stands under it.</summary>
public static class Keys
{
    /// <summary>The private data collection that holds vectors: masked gradients, aggregates, unmasking shares, share commitments. Every organization is a member.</summary>
    public const string PayloadCollection = "payloads";

    /// <summary>Author under whose name the documented aggregate of an iteration is kept as a payload: readers need not know who the leader is.</summary>
    public const string DocumentedAuthor = "documented";

    /// <summary>The policy in force.</summary>
    public static string Policy => LedgerKey.Create("policy");

    /// <summary>The seal of the policy in force. Only the authority's own peer can endorse a write of it.</summary>
    public static string PolicySeal => LedgerKey.Create("policy-seal");

    /// <summary>Written by every transaction that needs the authority's own peer, and never read.</summary>
    public static string AuthoritySeal => LedgerKey.Create("authority-seal");

    /// <summary>One trainer (DP).</summary>
    public static string Trainer(string dpId) => LedgerKey.Create("trainer", dpId);

    /// <summary>All trainers.</summary>
    public static LedgerKeyRange Trainers => LedgerKey.Range("trainer");

    /// <summary>An organization's attested Merkle root at a block height.</summary>
    public static string Root(int height, string msp) => LedgerKey.Create("root", LedgerKey.Ordinal(height), msp);

    /// <summary>All organizations' roots at a block height.</summary>
    public static LedgerKeyRange Roots(int height) => LedgerKey.Range("root", LedgerKey.Ordinal(height));

    /// <summary>One model (FLM).</summary>
    public static string Model(string fid) => LedgerKey.Create("model", fid);

    /// <summary>All models.</summary>
    public static LedgerKeyRange Models => LedgerKey.Range("model");

    /// <summary>Index of the models that still recruit.</summary>
    public static string Recruiting(string fid) => LedgerKey.Create("recruiting", fid);

    /// <summary>All models that still recruit.</summary>
    public static LedgerKeyRange RecruitingModels => LedgerKey.Range("recruiting");

    /// <summary>A trainer's intention to train a model.</summary>
    public static string Intention(string fid, string dpId) => LedgerKey.Create("intention", fid, dpId);

    /// <summary>All intentions for a model.</summary>
    public static LedgerKeyRange Intentions(string fid) => LedgerKey.Range("intention", fid);

    /// <summary>The dealt public key and sealed shares of a federation.</summary>
    public static string Setup(string fid) => LedgerKey.Create("setup", fid);

    /// <summary>A trainer's confirmation of its share, or its complaint, for one dealing attempt.</summary>
    public static string Confirmation(string fid, int attempt, string dpId) => LedgerKey.Create("confirmation", fid, LedgerKey.Ordinal(attempt), dpId);

    /// <summary>All confirmations of one dealing attempt.</summary>
    public static LedgerKeyRange Confirmations(string fid, int attempt) => LedgerKey.Range("confirmation", fid, LedgerKey.Ordinal(attempt));

    /// <summary>A trainer's masked gradient in one iteration.</summary>
    public static string Gradient(string fid, int iteration, string dpId) => LedgerKey.Create("gradient", fid, LedgerKey.Ordinal(iteration), dpId);

    /// <summary>All masked gradients of one iteration.</summary>
    public static LedgerKeyRange Gradients(string fid, int iteration) => LedgerKey.Range("gradient", fid, LedgerKey.Ordinal(iteration));

    /// <summary>The fixed set of contributors of an iteration whose gradient phase has expired.</summary>
    public static string Contributors(string fid, int iteration) => LedgerKey.Create("contributors", fid, LedgerKey.Ordinal(iteration));

    /// <summary>A node's aggregate of one iteration.</summary>
    public static string Aggregate(string fid, int iteration, string dpId) => LedgerKey.Create("aggregate", fid, LedgerKey.Ordinal(iteration), dpId);

    /// <summary>All aggregates of one iteration.</summary>
    public static LedgerKeyRange Aggregates(string fid, int iteration) => LedgerKey.Range("aggregate", fid, LedgerKey.Ordinal(iteration));

    /// <summary>The leader of one iteration and the aggregate that it documented.</summary>
    public static string Leader(string fid, int iteration) => LedgerKey.Create("leader", fid, LedgerKey.Ordinal(iteration));

    /// <summary>A trainer's unmasking share of one iteration.</summary>
    public static string Share(string fid, int iteration, string dpId) => LedgerKey.Create("share", fid, LedgerKey.Ordinal(iteration), dpId);

    /// <summary>All unmasking shares of one iteration.</summary>
    public static LedgerKeyRange Shares(string fid, int iteration) => LedgerKey.Range("share", fid, LedgerKey.Ordinal(iteration));

    /// <summary>A trainer's evaluation of its partners in one iteration.</summary>
    public static string Evaluation(string fid, int iteration, string dpId) => LedgerKey.Create("evaluation", fid, LedgerKey.Ordinal(iteration), dpId);

    /// <summary>All evaluations of one iteration.</summary>
    public static LedgerKeyRange Evaluations(string fid, int iteration) => LedgerKey.Range("evaluation", fid, LedgerKey.Ordinal(iteration));

    /// <summary>One closed iteration.</summary>
    public static string Round(string fid, int iteration) => LedgerKey.Create("round", fid, LedgerKey.Ordinal(iteration));

    /// <summary>A trainer that was left out and wants to come back.</summary>
    public static string Return(string fid, string dpId) => LedgerKey.Create("return", fid, dpId);

    /// <summary>All trainers of a federation that want to come back.</summary>
    public static LedgerKeyRange Returns(string fid) => LedgerKey.Range("return", fid);

    /// <summary>A trainer's attestation of the finished artifact.</summary>
    public static string Attestation(string fid, string dpId) => LedgerKey.Create("attestation", fid, dpId);

    /// <summary>All attestations of a finished artifact.</summary>
    public static LedgerKeyRange Attestations(string fid) => LedgerKey.Range("attestation", fid);

    /// <summary>One purchase; its id is the id of the transaction that made it.</summary>
    public static string Purchase(string fid, string purchaseId) => LedgerKey.Create("purchase", fid, purchaseId);

    /// <summary>All purchases of a model.</summary>
    public static LedgerKeyRange Purchases(string fid) => LedgerKey.Range("purchase", fid);

    /// <summary>Index of a buyer's purchases.</summary>
    public static string Bought(string buyer, string fid, string purchaseId) => LedgerKey.Create("bought", buyer, fid, purchaseId);

    /// <summary>All purchases of a buyer.</summary>
    public static LedgerKeyRange BoughtBy(string buyer) => LedgerKey.Range("bought", buyer);

    /// <summary>A buyer's evaluation of a model, until it is applied to its trainers' reliability.</summary>
    public static string ModelRating(string fid, string purchaseId) => LedgerKey.Create("rating", fid, purchaseId);

    /// <summary>All evaluations of a model that are not applied yet.</summary>
    public static LedgerKeyRange ModelRatings(string fid) => LedgerKey.Range("rating", fid);

    /// <summary>The account of one party: its balance and its deposit.</summary>
    public static string Account(string partyId) => LedgerKey.Create("account", partyId);

    /// <summary>All accounts of parties.</summary>
    public static LedgerKeyRange Accounts => LedgerKey.Range("account");

    /// <summary>A credit that its owner has not yet collected.</summary>
    public static string Credit(string partyId, string transactionId, int number) => LedgerKey.Create("credit", partyId, transactionId, LedgerKey.Ordinal(number));

    /// <summary>All uncollected credits of a party.</summary>
    public static LedgerKeyRange Credits(string partyId) => LedgerKey.Range("credit", partyId);

    /// <summary>All uncollected credits.</summary>
    public static LedgerKeyRange AllCredits => LedgerKey.Range("credit");

    /// <summary>One line of an account's statement.</summary>
    public static string Posting(string account, long at, string transactionId, int number) =>
        LedgerKey.Create("posting", account, LedgerKey.Time(at), transactionId, LedgerKey.Ordinal(number));

    /// <summary>An account's whole statement, oldest line first.</summary>
    public static LedgerKeyRange Postings(string account) => LedgerKey.Range("posting", account);

    /// <summary>All lines of all statements.</summary>
    public static LedgerKeyRange AllPostings => LedgerKey.Range("posting");

    /// <summary>The treasury's reference of an issue, so that none is made twice.</summary>
    public static string Issue(string reference) => LedgerKey.Create("issue", reference);

    /// <summary>A proven fault. The accused is a dpId, or the authority's MSP id.</summary>
    public static string Fault(string fid, int iteration, FaultKind kind, string accused) =>
        LedgerKey.Create("fault", fid, LedgerKey.Ordinal(iteration), kind.ToString(), accused);

    /// <summary>All proven faults in a federation.</summary>
    public static LedgerKeyRange Faults(string fid) => LedgerKey.Range("fault", fid);

    /// <summary>One report of misbehavior; its id is the id of the transaction that made it.</summary>
    public static string Report(string reportId) => LedgerKey.Create("report", reportId);

    /// <summary>All reports of misbehavior.</summary>
    public static LedgerKeyRange Reports => LedgerKey.Range("report");

    /// <summary>The challenge of a sealed share, which is made at most once.</summary>
    public static string Challenge(string fid, int iteration, string dpId) => LedgerKey.Create("challenge", fid, LedgerKey.Ordinal(iteration), dpId);

    /// <summary>One accusation; its id is the id of the transaction that made it.</summary>
    public static string Accusation(string reportId) => LedgerKey.Create("accusation", reportId);

    /// <summary>All accusations.</summary>
    public static LedgerKeyRange Accusations => LedgerKey.Range("accusation");

    /// <summary>The inspection of a member's gradient, which is opened at most once.</summary>
    public static string Inspection(string fid, int iteration, string dpId) => LedgerKey.Create("inspection", fid, LedgerKey.Ordinal(iteration), dpId);

    /// <summary>All inspections of a federation.</summary>
    public static LedgerKeyRange Inspections(string fid) => LedgerKey.Range("inspection", fid);

    /// <summary>That an accusation against a trainer is not settled.</summary>
    public static string PendingAgainst(string dpId, string reportId) => LedgerKey.Create("pending", dpId, reportId);

    /// <summary>All unsettled accusations against a trainer.</summary>
    public static LedgerKeyRange AllPendingAgainst(string dpId) => LedgerKey.Range("pending", dpId);

    /// <summary>That an unsettled accusation concerns a model.</summary>
    public static string InJudging(string fid, string reportId) => LedgerKey.Create("injudging", fid, reportId);

    /// <summary>All unsettled accusations that concern a model.</summary>
    public static LedgerKeyRange AllInJudging(string fid) => LedgerKey.Range("injudging", fid);

    /// <summary>What a trainer's deposit backs for a time because of one model.</summary>
    public static string Hold(string dpId, string fid) => LedgerKey.Create("hold", dpId, fid);

    /// <summary>All that a trainer's deposit backs for a time.</summary>
    public static LedgerKeyRange Holds(string dpId) => LedgerKey.Range("hold", dpId);

    /// <summary>A member that was expelled from a federation.</summary>
    public static string Expulsion(string fid, string dpId) => LedgerKey.Create("expulsion", fid, dpId);

    /// <summary>All members that were expelled from a federation.</summary>
    public static LedgerKeyRange Expulsions(string fid) => LedgerKey.Range("expulsion", fid);

    /// <summary>That the partners of a federation were compensated.</summary>
    public static string Compensation(string fid) => LedgerKey.Create("compensation", fid);

    /// <summary>That a dealing attempt was opened on the ledger and can no longer be used.</summary>
    public static string VoidSetup(string fid, int attempt) => LedgerKey.Create("void", fid, LedgerKey.Ordinal(attempt));

    /// <summary>A member that called a good dealing bad: the federation starts without it.</summary>
    public static string FalseAlarm(string fid, string dpId) => LedgerKey.Create("falsealarm", fid, dpId);

    /// <summary>All members of a federation that called a good dealing bad.</summary>
    public static LedgerKeyRange FalseAlarms(string fid) => LedgerKey.Range("falsealarm", fid);

    /// <summary>The dispute of an iteration's sum.</summary>
    public static string Dispute(string fid, int iteration) => LedgerKey.Create("dispute", fid, LedgerKey.Ordinal(iteration));

    /// <summary>All disputes of a federation.</summary>
    public static LedgerKeyRange Disputes(string fid) => LedgerKey.Range("dispute", fid);

    /// <summary>A contributor's sealed seed of a disputed iteration.</summary>
    public static string Opening(string fid, int iteration, string dpId) => LedgerKey.Create("opening", fid, LedgerKey.Ordinal(iteration), dpId);

    /// <summary>All sealed seeds of a disputed iteration.</summary>
    public static LedgerKeyRange Openings(string fid, int iteration) => LedgerKey.Range("opening", fid, LedgerKey.Ordinal(iteration));

    /// <summary>A payload in <see cref="PayloadCollection"/>.</summary>
    public static string Payload(string phase, string fid, int iteration, string author) =>
        LedgerKey.Create("payload", phase, fid, LedgerKey.Ordinal(iteration), author);
}
