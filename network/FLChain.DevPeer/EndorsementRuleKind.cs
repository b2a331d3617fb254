namespace FLChain.DevPeer;

/// <summary>The values of EndorsementRule.rule in a CONFIG block.</summary>
internal enum EndorsementRuleKind
{
    Any = 0,
    All = 1,
    Majority = 2,
    OutOf = 3,
}
