namespace FLChain.TrainerSdk.Training;

/// <summary>The federation was established without this trainer.</summary>
public sealed class NotAllocatedException(string fid) : Exception($"the federation of {fid} was established without this trainer")
{
    /// <summary>The model.</summary>
    public string Fid { get; } = fid;
}
