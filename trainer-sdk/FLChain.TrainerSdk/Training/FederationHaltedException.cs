namespace FLChain.TrainerSdk.Training;

/// <summary>The federation ended without a model: too few members were left, or a deadline passed without what was due.</summary>
public sealed class FederationHaltedException(string fid) : Exception($"the federation of {fid} was halted")
{
    /// <summary>The model.</summary>
    public string Fid { get; } = fid;
}
