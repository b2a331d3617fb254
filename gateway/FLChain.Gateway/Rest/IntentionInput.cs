namespace FLChain.Gateway.Rest;

/// <summary>On what terms a trainer would join a federation, in the smallest unit.</summary>
/// <param name="ExpectedPrice">Price it expects of the model.</param>
/// <param name="ExpectedIncome">Income it expects.</param>
/// <param name="Cost">What training costs it.</param>
public sealed record IntentionInput(long ExpectedPrice, long ExpectedIncome, long Cost);
