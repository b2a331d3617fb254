namespace FLChain.Core.Ledger;

/// <summary>Names of the phases: in payload keys, in proof transcripts, in deadlines and in events.</summary>
public static class Phases
{
    /// <summary>Dealing and confirming of key shares.</summary>
    public const string Preparation = "preparation";

    /// <summary>Masked gradients.</summary>
    public const string Gradient = "gradient";

    /// <summary>The random number that travels with each masked gradient.</summary>
    public const string Beacon = "beacon";

    /// <summary>Aggregates of masked gradients.</summary>
    public const string Aggregate = "aggregate";

    /// <summary>Unmasking shares of the documented aggregate.</summary>
    public const string Share = "share";

    /// <summary>Unmasking shares of the beacon.</summary>
    public const string BeaconShare = "beacon-share";

    /// <summary>Opening of a disputed iteration: its evidence is a payload of this phase.</summary>
    public const string Dispute = "dispute";

    /// <summary>Attestation of the finished artifact.</summary>
    public const string Finish = "finish";
}
