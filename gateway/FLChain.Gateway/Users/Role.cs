namespace FLChain.Gateway.Users;

/// <summary>What a user of the gateway may do. A user has one or more of them.</summary>
[Flags]
public enum Role
{
    /// <summary>Reads the market and its own things.</summary>
    None = 0,

    /// <summary>Invites users and ends their access.</summary>
    Administrator = 1,

    /// <summary>Buys models, confirms, disputes and evaluates.</summary>
    Buyer = 2,

    /// <summary>Registers, publishes, intends, delivers, and stores finished models.</summary>
    Trainer = 4,

    /// <summary>Reports misbehavior.</summary>
    Reporter = 8,

    /// <summary>Reads every account and every purchase.</summary>
    Auditor = 16,

    /// <summary>Acts for the authority: policy, money, judgments.</summary>
    Authority = 32,
}
