using FLChain.Core.Errors;
using FLChain.Fabric.Client;

namespace FLChain.Gateway.Problems;

/// <summary>Turns a failure of the ledger into a problem, with the code of the rule that was broken where a contract named one.</summary>
internal static class LedgerProblem
{
    public static ProblemException Of(FabricException failure)
    {
        var transaction = failure.TransactionId.Length > 0 ? failure.TransactionId : null;
        if (LedgerError.Find(failure.ChaincodeMessage ?? failure.Message) is { } error)
            return new ProblemException(StatusOf(error.Code), error.Code, error.Text, transaction);
        return failure switch
        {
            CommitException { IsConflict: true } => new ProblemException(
                StatusCodes.Status409Conflict, GatewayErrorCodes.Conflict, "other transactions came first, again and again: try once more", transaction),
            CommitStatusException or SubmitException { IsOutcomeUnknown: true } => new ProblemException(
                StatusCodes.Status504GatewayTimeout, GatewayErrorCodes.OutcomeUnknown, "it is not known yet whether the transaction takes effect: repeat the request with the same idempotency key", transaction),
            CommitException or { ChaincodeStatus: not null } => new ProblemException(
                StatusCodes.Status502BadGateway, GatewayErrorCodes.LedgerRefused, "the ledger refused the transaction", transaction),
            _ => new ProblemException(StatusCodes.Status503ServiceUnavailable, GatewayErrorCodes.LedgerUnavailable, "the ledger cannot be reached now", transaction),
        };
    }

    /// <summary>The HTTP status of a broken rule.</summary>
    public static int StatusOf(string code) => code switch
    {
        ErrorCodes.BadArgument or ErrorCodes.BadPayload or ErrorCodes.UnsoundPolicy or ErrorCodes.BadTerms or ErrorCodes.BadProof
            or ErrorCodes.BadEvaluation or ErrorCodes.BadSetup or ErrorCodes.BadSignatures or ErrorCodes.BadJudgment or ErrorCodes.BadEvidence
            or ErrorCodes.WrongRevealedKey => StatusCodes.Status400BadRequest,
        ErrorCodes.AuthorityOnly or ErrorCodes.NotMember or ErrorCodes.NotBuyer or ErrorCodes.NotQualified or ErrorCodes.NotParty
            or ErrorCodes.SelfReport or ErrorCodes.Expelled => StatusCodes.Status403Forbidden,
        ErrorCodes.NoTrainer or ErrorCodes.NoModel or ErrorCodes.NoIntention or ErrorCodes.NoPurchase or ErrorCodes.NoPayload
            or ErrorCodes.NoReport or ErrorCodes.NoDispute or ErrorCodes.NothingToReport => StatusCodes.Status404NotFound,
        ErrorCodes.InsufficientFunds => StatusCodes.Status402PaymentRequired,
        ErrorCodes.NotConserved => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status409Conflict,
    };
}
