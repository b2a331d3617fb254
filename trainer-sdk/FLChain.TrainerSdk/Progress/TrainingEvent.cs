namespace FLChain.TrainerSdk.Progress;

/// <summary>One step of a trainer's work.</summary>
/// <param name="Fid">Model.</param>
/// <param name="DpId">Trainer that reports.</param>
/// <param name="Iteration">Iteration; 0 before the first.</param>
/// <param name="Step">Step that ended, or that a message is about.</param>
/// <param name="Elapsed">How long the step took; zero for mere messages.</param>
/// <param name="Message">Words for people; may be empty.</param>
public sealed record TrainingEvent(string Fid, string DpId, int Iteration, TrainingStep Step, TimeSpan Elapsed, string Message = "");
