namespace FLChain.TrainerSdk.Gateway;

/// <summary>A transaction that the gateway submitted and that took effect.</summary>
/// <param name="TransactionId">Its id.</param>
/// <param name="Block">The block that it stands in.</param>
/// <param name="Result">The record that it wrote; null where the contract answers nothing.</param>
public sealed record TookEffect<T>(string TransactionId, long Block, T? Result);
