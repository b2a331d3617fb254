namespace FLChain.Core.Requests;

/// <summary>Issues money to a party; by the authority.</summary>
/// <param name="To">Party id.</param>
/// <param name="Amount">1 or more.</param>
/// <param name="Reference">1 to 64 printable ASCII characters, never used before: a repeated issue is refused.</param>
public sealed record Mint(string To, long Amount, string Reference);

/// <summary>Moves an amount between the caller's balance and its deposit.</summary>
public sealed record MoveDeposit(long Amount);

/// <summary>Buys a model; the price is held.</summary>
/// <param name="Fid">Model.</param>
/// <param name="BuyerKey">DER SubjectPublicKeyInfo of a fresh P-256 key, to which the model's key will be sealed.</param>
/// <param name="MaxPrice">The most the caller would pay.</param>
public sealed record PurchaseModel(string Fid, byte[] BuyerKey, long MaxPrice);

/// <summary>Names one purchase.</summary>
public sealed record PurchaseReference(string Fid, string PurchaseId);

/// <summary>Delivers the model's key, sealed to the buyer's one-time key.</summary>
public sealed record DeliverModel(string Fid, string PurchaseId, byte[] Envelope);

/// <summary>Disputes a delivery by revealing the one-time private key, a 32-byte scalar.</summary>
public sealed record DisputeDelivery(string Fid, string PurchaseId, byte[] PrivateKey);

/// <summary>Evaluates a bought model, 0 to 1,000,000 parts per million.</summary>
public sealed record EvaluateModel(string Fid, string PurchaseId, int Rating, string Comment = "");

/// <summary>Names one account; see <c>AccountName</c>.</summary>
public sealed record AccountReference(string Account);

/// <summary>Names one party.</summary>
public sealed record PartyReference(string PartyId);
