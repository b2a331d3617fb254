namespace FLChain.DevPeer;

/// <summary>How many of which organizations must endorse a transaction before it may change the state.</summary>
public sealed class EndorsementPolicy
{
    private readonly EndorsementRuleKind kind;
    private readonly int required;
    private readonly IReadOnlyList<string> mspIds;

    private EndorsementPolicy(EndorsementRuleKind kind, int required = 0, IReadOnlyList<string>? mspIds = null)
    {
        this.kind = kind;
        this.required = required;
        this.mspIds = mspIds ?? [];
    }

    /// <summary>More than half of the channel's organizations.</summary>
    public static EndorsementPolicy Majority { get; } = new(EndorsementRuleKind.Majority);

    /// <summary>Any one organization of the channel.</summary>
    public static EndorsementPolicy Any { get; } = new(EndorsementRuleKind.Any);

    /// <summary>Every organization of the channel.</summary>
    public static EndorsementPolicy All { get; } = new(EndorsementRuleKind.All);

    /// <summary>At least <paramref name="required"/> of the named organizations.</summary>
    /// <exception cref="ArgumentException">No organization is named, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="required"/> is not between 1 and their number.</exception>
    public static EndorsementPolicy OutOf(int required, params IReadOnlyList<string> mspIds)
    {
        ArgumentNullException.ThrowIfNull(mspIds);
        if (mspIds.Count == 0 || mspIds.Distinct(StringComparer.Ordinal).Count() != mspIds.Count)
            throw new ArgumentException("Name at least one organization, and each only once.", nameof(mspIds));
        ArgumentOutOfRangeException.ThrowIfLessThan(required, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(required, mspIds.Count);
        return new EndorsementPolicy(EndorsementRuleKind.OutOf, required, mspIds.ToArray());
    }

    /// <summary>The organizations the policy names; empty where it means those of the channel.</summary>
    internal IReadOnlyList<string> NamedMspIds => mspIds;

    internal EndorsementRuleKind Kind => kind;

    internal int RequiredOf(int channelOrganizations) => kind switch
    {
        EndorsementRuleKind.Any => 1,
        EndorsementRuleKind.All => channelOrganizations,
        EndorsementRuleKind.Majority => channelOrganizations / 2 + 1,
        _ => required,
    };

    /// <summary>Whether endorsements by <paramref name="endorsers"/> satisfy the policy on a channel of <paramref name="channelMspIds"/>.</summary>
    internal bool IsSatisfiedBy(IReadOnlySet<string> endorsers, IReadOnlyList<string> channelMspIds)
    {
        var candidates = kind == EndorsementRuleKind.OutOf ? mspIds : channelMspIds;
        return candidates.Count(endorsers.Contains) >= RequiredOf(channelMspIds.Count);
    }
}
