using FLChain.Core.Records;

namespace FLChain.TrainerSdk.Market;

/// <summary>A model that was bought, opened and checked.</summary>
/// <param name="File">Its file, ONNX.</param>
/// <param name="Purchase">The purchase as it stands.</param>
public sealed record BoughtModel(byte[] File, PurchaseRecord Purchase);
