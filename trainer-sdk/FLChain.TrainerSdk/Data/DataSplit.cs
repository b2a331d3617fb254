namespace FLChain.TrainerSdk.Data;

/// <summary>Samples to train on, to choose settings with, and to judge with; of one shape.</summary>
/// <param name="Train">Split among trainers.</param>
/// <param name="Validation">Held out of training.</param>
/// <param name="Test">Seen by nobody before the end.</param>
public sealed record DataSplit(Dataset Train, Dataset Validation, Dataset Test);
