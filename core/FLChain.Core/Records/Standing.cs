using FLChain.Core.Reliability;

namespace FLChain.Core.Records;

/// <summary>What a federation has so far learned of one member; merged into the trainer's record when the federation is over.</summary>
/// <param name="DpId">The member.</param>
/// <param name="Evidence">Partners' ratings and missed phases.</param>
/// <param name="Misses">Missed phases.</param>
/// <param name="Absences">Iterations that closed without it since it first took part, because it missed a phase or had been left out and not returned.</param>
/// <param name="OutSince">When the first of the iterations closed that it has been absent from in one stretch, Unix milliseconds; 0 while it takes part, and before it ever did.</param>
public sealed record Standing(string DpId, Evidence Evidence, int Misses, int Absences, long OutSince);
