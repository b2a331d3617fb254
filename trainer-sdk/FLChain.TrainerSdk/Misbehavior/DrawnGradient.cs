using FLChain.Core.Records;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>A gradient that a beacon has drawn for inspection.</summary>
/// <param name="Iteration">Its iteration, from 1.</param>
/// <param name="DpId">Its author.</param>
/// <param name="ReportId">The accusation by which it is inspected; null while nobody opened it.</param>
/// <param name="State">How far that has come; null while nobody opened it.</param>
public sealed record DrawnGradient(int Iteration, string DpId, string? ReportId, AccusationState? State);
