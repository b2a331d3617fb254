namespace FLChain.Fabric.Client;

/// <summary>What a proposal carries besides its arguments.</summary>
public record ProposalOptions
{
    /// <summary>Data that travels to the endorsing peers but not into the transaction. Name <see cref="EndorsingOrganizations"/> along with it: only they get to see it.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Transient { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>The organizations that must endorse (on submit) or one of which is asked (on evaluate). Null: on submit the gateway's own default, on evaluate any.</summary>
    public IReadOnlyList<string>? EndorsingOrganizations { get; init; }

    /// <summary>Time-outs for this transaction; null for the gateway's.</summary>
    public GatewayTimeouts? Timeouts { get; init; }
}
