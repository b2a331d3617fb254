namespace FLChain.Core.Records;

/// <summary>That the inspection of a drawn gradient was opened.</summary>
/// <param name="Iteration">Iteration of the gradient.</param>
/// <param name="DpId">Its author.</param>
/// <param name="ReportId">The accusation whose judgment decides it.</param>
public sealed record InspectionEntry(int Iteration, string DpId, string ReportId);
