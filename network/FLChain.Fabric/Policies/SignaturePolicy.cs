using System.Diagnostics.CodeAnalysis;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Policies;

/// <summary>
/// Who must endorse: organizations, or a number out of several such rules. Fabric keeps one beside a key as the key's
/// <c>VALIDATION_PARAMETER</c>; it then takes the place of the chaincode's policy wherever that key is written.
/// <code>
/// await stub.SetStateValidationParameterAsync("seal", SignaturePolicy.AllOf("AuthorityMSP"));
/// </code>
/// Immutable. The bytes depend on nothing but the arguments, so all endorsers write the same.
/// </summary>
public sealed class SignaturePolicy
{
    // Either a principal that must have signed, or a number out of the rules.
    private readonly PolicySigner? _principal;
    private readonly int _required;
    private readonly IReadOnlyList<SignaturePolicy> _rules;

    private SignaturePolicy(PolicySigner principal)
    {
        _principal = principal;
        _rules = [];
    }

    private SignaturePolicy(int required, IReadOnlyList<SignaturePolicy> rules)
    {
        _required = required;
        _rules = rules;
    }

    /// <summary>A peer of every named organization.</summary>
    /// <exception cref="ArgumentException">No organization is named, one is named twice, or a name is empty.</exception>
    public static SignaturePolicy AllOf(params IReadOnlyList<string> mspIds)
    {
        ArgumentNullException.ThrowIfNull(mspIds);
        return OutOf(mspIds.Count, mspIds);
    }

    /// <summary>A peer of any one of the named organizations.</summary>
    /// <exception cref="ArgumentException">No organization is named, one is named twice, or a name is empty.</exception>
    public static SignaturePolicy AnyOf(params IReadOnlyList<string> mspIds) => OutOf(1, mspIds);

    /// <summary>Peers of at least <paramref name="required"/> of the named organizations.</summary>
    /// <exception cref="ArgumentException">No organization is named, one is named twice, or a name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="required"/> is not between 1 and their number.</exception>
    public static SignaturePolicy OutOf(int required, params IReadOnlyList<string> mspIds)
    {
        ArgumentNullException.ThrowIfNull(mspIds);
        if (mspIds.Count == 0 || mspIds.Any(string.IsNullOrEmpty) || mspIds.Distinct(StringComparer.Ordinal).Count() != mspIds.Count)
            throw new ArgumentException("name at least one organization, and each only once", nameof(mspIds));
        return OutOf(required, [.. mspIds.Select(mspId => SignedBy(new PolicySigner(mspId, PolicyRole.Peer)))]);
    }

    /// <summary>At least <paramref name="required"/> of the rules. A signature counts for one of them only.</summary>
    /// <exception cref="ArgumentException">There is no rule.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="required"/> is not between 1 and their number.</exception>
    public static SignaturePolicy OutOf(int required, params IReadOnlyList<SignaturePolicy> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.Count == 0) throw new ArgumentException("name at least one rule", nameof(rules));
        ArgumentOutOfRangeException.ThrowIfLessThan(required, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(required, rules.Count);
        return new SignaturePolicy(required, [.. rules]);
    }

    /// <summary>One signature of someone with this part in this organization.</summary>
    /// <exception cref="ArgumentException">The organization has no name.</exception>
    public static SignaturePolicy SignedBy(PolicySigner by)
    {
        ArgumentException.ThrowIfNullOrEmpty(by.MspId);
        return new SignaturePolicy(by);
    }

    /// <summary>Reads a <c>common.SignaturePolicyEnvelope</c> that may be anything. Principals must be roles: this library has no use for the other kinds.</summary>
    /// <returns>False for every defect; never throws for hostile bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignaturePolicy? policy)
    {
        policy = null;
        try
        {
            SignaturePolicyEnvelope envelope = SignaturePolicyEnvelope.Parser.ParseFrom(bytes);
            policy = envelope.Version == 0 && envelope.Rule is { } rule ? Read(rule, [.. envelope.Identities.Select(ReadPrincipal)]) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            // Not readable: that is an answer.
        }

        return policy is not null;
    }

    /// <summary>The policy as a <c>common.SignaturePolicyEnvelope</c>.</summary>
    public byte[] ToBytes()
    {
        var principals = new List<PolicySigner>();
        var envelope = new SignaturePolicyEnvelope { Rule = Write(principals) };
        envelope.Identities.AddRange(principals.Select(principal => new MspPrincipal
        {
            PrincipalClassification = MspPrincipal.Types.Classification.Role,
            Principal = new MspRolePrincipal { MspIdentifier = principal.MspId, Role = (int)principal.Role }.ToByteString(),
        }));
        return envelope.ToByteArray();
    }

    /// <summary>
    /// Whether the signers satisfy the policy, as Fabric decides it: rules are tried in their order, all of them even where
    /// fewer would do; each takes the first signature that is still free, and what a failed rule took is given back. Put
    /// the narrow rules before the wide ones.
    /// </summary>
    /// <param name="signers">One entry for each certificate whose signature holds.</param>
    public bool IsSatisfiedBy(IReadOnlyList<PolicySigner> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        return IsSatisfied(signers, new bool[signers.Count]);
    }

    private static SignaturePolicy? Read(SignatureRule rule, IReadOnlyList<PolicySigner?> principals)
    {
        switch (rule.TypeCase)
        {
            case SignatureRule.TypeOneofCase.SignedBy:
                bool known = rule.SignedBy >= 0 && rule.SignedBy < principals.Count;
                return known && principals[rule.SignedBy] is { } principal ? new SignaturePolicy(principal) : null;
            case SignatureRule.TypeOneofCase.NOutOf:
                SignaturePolicy?[] rules = [.. rule.NOutOf.Rules.Select(each => Read(each, principals))];
                return rules.All(each => each is not null) ? new SignaturePolicy(rule.NOutOf.N, rules!) : null;
            default:
                return null;
        }
    }

    private static PolicySigner? ReadPrincipal(MspPrincipal principal)
    {
        if (principal.PrincipalClassification != MspPrincipal.Types.Classification.Role) return null;
        MspRolePrincipal role = MspRolePrincipal.Parser.ParseFrom(principal.Principal);
        return role.MspIdentifier.Length > 0 && Enum.IsDefined((PolicyRole)role.Role) ? new PolicySigner(role.MspIdentifier, (PolicyRole)role.Role) : null;
    }

    private SignatureRule Write(List<PolicySigner> principals)
    {
        if (_principal is not { } principal)
        {
            var threshold = new ThresholdRule { N = _required };
            threshold.Rules.AddRange(_rules.Select(rule => rule.Write(principals)));
            return new SignatureRule { NOutOf = threshold };
        }

        if (!principals.Contains(principal)) principals.Add(principal);
        return new SignatureRule { SignedBy = principals.IndexOf(principal) };
    }

    private bool IsSatisfied(IReadOnlyList<PolicySigner> signers, bool[] used)
    {
        if (_principal is { } principal)
        {
            for (int i = 0; i < signers.Count; i++)
            {
                if (used[i] || !signers[i].Is(principal)) continue;
                used[i] = true;
                return true;
            }

            return false;
        }

        int satisfied = 0;
        foreach (SignaturePolicy rule in _rules)
        {
            bool[] attempt = [.. used];
            if (!rule.IsSatisfied(signers, attempt)) continue;
            satisfied++;
            attempt.CopyTo(used, 0);
        }

        return satisfied >= _required;
    }
}
