using FLChain.Core.Records;

namespace FLChain.Cli.Demo;

/// <summary>What was seen of training and sale.</summary>
internal sealed record DemoOutcome(ModelRecord Sold, BoughtAccuracy Bought, double SecondsTraining, IReadOnlyDictionary<string, double> Steps);

/// <summary>What the buyer measured.</summary>
internal sealed record BoughtAccuracy(double TestAccuracy, int FileBytes);
