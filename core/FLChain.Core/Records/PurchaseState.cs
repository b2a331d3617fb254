namespace FLChain.Core.Records;

/// <summary>How far a purchase has come. Paid → Delivered → Settled, or → Refunded.</summary>
public enum PurchaseState
{
    /// <summary>The price is held.</summary>
    Paid,

    /// <summary>The sealed key is on the ledger.</summary>
    Delivered,

    /// <summary>The price went to the federation and its members.</summary>
    Settled,

    /// <summary>The price went back to the buyer.</summary>
    Refunded,
}
