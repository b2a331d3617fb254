namespace FLChain.Core.Training;

/// <summary>A node whose aggregate was correct, with its reliability in parts per million.</summary>
public sealed record LeaderCandidate(string DpId, int Rely);
