namespace FLChain.Gateway.Access;

/// <summary>Whom an endpoint is for.</summary>
internal enum AccessKind
{
    /// <summary>Anyone.</summary>
    Open,

    /// <summary>Who is signed in, and anyone where the market is public.</summary>
    Market,

    /// <summary>Who is signed in.</summary>
    SignedIn,

    /// <summary>Who has a role.</summary>
    Role,
}
