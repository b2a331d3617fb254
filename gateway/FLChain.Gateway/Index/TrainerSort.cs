namespace FLChain.Gateway.Index;

/// <summary>What a list of trainers is sorted by; then by dpId.</summary>
internal enum TrainerSort
{
    /// <summary>Reliability.</summary>
    Rely,

    /// <summary>Training samples.</summary>
    Samples,
}
