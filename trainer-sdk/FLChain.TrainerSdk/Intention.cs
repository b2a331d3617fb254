namespace FLChain.TrainerSdk;

/// <summary>What a trainer expects of a federation, in the smallest unit of money.</summary>
/// <param name="ExpectedPrice">Price it expects the model to be sold for, 1 or more; the model's price is the members' average.</param>
/// <param name="ExpectedIncome">What it expects to earn, 0 or more.</param>
/// <param name="Cost">What it expects to spend, 0 or more.</param>
public sealed record Intention(long ExpectedPrice, long ExpectedIncome, long Cost);
