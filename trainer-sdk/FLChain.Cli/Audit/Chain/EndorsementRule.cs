using FLChain.Cli.Audit.Trust;
using FLChain.Fabric.Policies;

namespace FLChain.Cli.Audit.Chain;

/// <summary>How many organizations must endorse where a key has no policy of its own.</summary>
internal sealed class EndorsementRule(AuditOptions options, MemberDirectory members, ChannelMembers channel)
{
    private int Required => options.RequiredEndorsements ?? (channel.Count / 2) + 1;

    public bool IsSatisfied(string chaincode, IReadOnlyList<PolicySigner> endorsers) => Count(endorsers) >= RequiredFor(chaincode);

    /// <summary>Why it was not enough.</summary>
    public string Describe(string chaincode, IReadOnlyList<PolicySigner> endorsers) =>
        IsSatisfied(chaincode, endorsers)
            ? $"a key that is written has a policy of its own, which {Count(endorsers)} organizations do not satisfy, or the block has changed it"
            : $"{Count(endorsers)} of the {RequiredFor(chaincode)} organizations needed have endorsed";

    // What other chaincodes need is not known here; Fabric's lifecycle takes an organization's word for itself.
    private int RequiredFor(string chaincode) => chaincode == options.ChaincodeName ? Required : 1;

    private int Count(IReadOnlyList<PolicySigner> endorsers) =>
        endorsers.Select(each => each.MspId).Where(mspId => members.Endorsing.Contains(mspId, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal).Count();
}
