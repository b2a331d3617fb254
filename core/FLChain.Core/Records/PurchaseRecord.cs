namespace FLChain.Core.Records;

/// <summary>A purchase of a model.</summary>
/// <param name="PurchaseId">Transaction that made it.</param>
/// <param name="Fid">The model.</param>
/// <param name="Buyer">Party id of the buyer.</param>
/// <param name="Price">What is held.</param>
/// <param name="BuyerKey">DER SubjectPublicKeyInfo of the buyer's one-time P-256 key.</param>
/// <param name="State">How far it has come.</param>
/// <param name="At">When it was made, Unix milliseconds.</param>
/// <param name="Deadline">Until when the next step is due, Unix milliseconds: delivery while paid, confirmation while delivered.</param>
/// <param name="Deliverer">dpId of who delivered; empty before.</param>
/// <param name="Envelope">The key, sealed to <paramref name="BuyerKey"/>; empty before delivery.</param>
/// <param name="Outcome">Why it ended as it did; empty before: <c>confirmed</c>, <c>unanswered</c>, <c>undelivered</c>, <c>wrong-key</c>, <c>false-dispute</c>.</param>
/// <param name="Rated">Whether the buyer has evaluated the model.</param>
public sealed record PurchaseRecord(
    string PurchaseId,
    string Fid,
    string Buyer,
    long Price,
    byte[] BuyerKey,
    PurchaseState State,
    long At,
    long Deadline,
    string Deliverer,
    byte[] Envelope,
    string Outcome,
    bool Rated);
