namespace FLChain.Gateway.Problems;

/// <summary>Codes of what goes wrong at the gateway itself; broken rules of the ledger keep their own (<c>FL….</c>). A code is never given a second meaning.</summary>
public static class GatewayErrorCodes
{
    /// <summary>The request is malformed or a value is out of its range.</summary>
    public const string BadRequest = "GW0001";

    /// <summary>Nobody is signed in.</summary>
    public const string NotSignedIn = "GW0002";

    /// <summary>The user has not the role for this, or it is another's.</summary>
    public const string Forbidden = "GW0003";

    /// <summary>There is no such thing.</summary>
    public const string NotFound = "GW0004";

    /// <summary>Name or password are wrong, or the invitation does not hold.</summary>
    public const string BadCredentials = "GW0005";

    /// <summary>The name or the identity is taken.</summary>
    public const string Taken = "GW0006";

    /// <summary>Too many requests.</summary>
    public const string TooManyRequests = "GW0007";

    /// <summary>The request comes from another site's page.</summary>
    public const string CrossSite = "GW0008";

    /// <summary>The idempotency key is missing or malformed.</summary>
    public const string BadIdempotencyKey = "GW0009";

    /// <summary>The idempotency key was used for another request.</summary>
    public const string ReusedIdempotencyKey = "GW0010";

    /// <summary>A request with this idempotency key is being worked on.</summary>
    public const string InProgress = "GW0011";

    /// <summary>The gateway does not keep the user's key: prepare, sign and submit.</summary>
    public const string KeyIsYours = "GW0012";

    /// <summary>No peer answers, or the orderer does not.</summary>
    public const string LedgerUnavailable = "GW0013";

    /// <summary>It is not known whether the transaction takes effect: ask for it by its id.</summary>
    public const string OutcomeUnknown = "GW0014";

    /// <summary>Another transaction came first, again and again.</summary>
    public const string Conflict = "GW0015";

    /// <summary>The ledger refused for a reason that is not a rule's.</summary>
    public const string LedgerRefused = "GW0016";

    /// <summary>The request is larger than is allowed.</summary>
    public const string TooLarge = "GW0017";

    /// <summary>A defect of the gateway.</summary>
    public const string Defect = "GW0018";
}
