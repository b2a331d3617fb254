namespace FLChain.Cli.Networks;

/// <summary>What an organization does in the consortium.</summary>
public enum NetworkRole
{
    /// <summary>Sets the policy, deals keys, judges; there is one.</summary>
    Authority,

    /// <summary>Has trainers.</summary>
    Trainers,

    /// <summary>Buys and audits.</summary>
    Buyers,
}
