using FLChain.Cli.Audit.Trust;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Policies;

namespace FLChain.Cli.Audit.Chain;

/// <summary>How many organizations must endorse where a key has no policy of its own.</summary>
internal sealed class EndorsementRule(AuditOptions options, MemberDirectory members, ChannelMembers channel)
{
    private int Required => options.RequiredEndorsements ?? Majority;

    private int Majority => (channel.Count / 2) + 1;

    /// <summary>Whether the endorsers suffice for a chaincode.</summary>
    public bool IsSatisfied(string chaincode, IReadOnlyList<PolicySigner> endorsers) => Count(endorsers) >= RequiredFor(chaincode);

    /// <summary>Whether the endorsers suffice for what a transaction does to a chaincode or, in Fabric's lifecycle, to definitions.</summary>
    public bool IsSatisfied(string chaincode, EndorsedAction action, IReadOnlyList<PolicySigner> endorsers) =>
        chaincode != SystemNamespaces.Lifecycle ? IsSatisfied(chaincode, endorsers) : MayChangeDefinitions(action, endorsers);

    /// <summary>Why it was not enough.</summary>
    public string Describe(EndorsedAction action, IReadOnlyList<PolicySigner> endorsers)
    {
        var chaincode = action.ChaincodeName;
        if (chaincode == SystemNamespaces.Lifecycle && !MayChangeDefinitions(action, endorsers))
            return $"{Count(endorsers)} organizations have endorsed: a definition needs {Majority}, an approval the organization that approves";
        return IsSatisfied(chaincode, endorsers)
            ? $"a key that is written has a policy of its own, which {Count(endorsers)} organizations do not satisfy, or the block has changed it"
            : $"{Count(endorsers)} of the {RequiredFor(chaincode)} organizations needed have endorsed";
    }

    // What other chaincodes need is not known here.
    private int RequiredFor(string chaincode) => chaincode == options.ChaincodeName ? Required : 1;

    // What all see needs a majority; an organization's word for itself needs that organization alone.
    private bool MayChangeDefinitions(EndorsedAction action, IReadOnlyList<PolicySigner> endorsers)
    {
        var space = action.Namespaces.FirstOrDefault(each => each.Namespace == SystemNamespaces.Lifecycle);
        if (space is null || !space.WritesSomething) return Count(endorsers) > 0;
        var writesPublic = space.Public.Writes.Count + space.Public.MetadataWrites.Count > 0;
        return (!writesPublic || Count(endorsers) >= Majority)
            && space.Collections.Where(set => set.Hashed.HashedWrites.Count + set.Hashed.MetadataWrites.Count > 0)
                .All(set => endorsers.Any(endorser => set.Collection == SystemNamespaces.CollectionOf(endorser.MspId)));
    }

    private int Count(IReadOnlyList<PolicySigner> endorsers) =>
        endorsers.Select(each => each.MspId).Where(mspId => members.Endorsing.Contains(mspId, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal).Count();
}
