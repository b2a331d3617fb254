using System.Diagnostics.CodeAnalysis;
using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Blocks;

/// <summary>What became of reading a transaction: the transaction, or why there is none.</summary>
public sealed class EnvelopeParseResult
{
    internal EnvelopeParseResult(TransactionEnvelope transaction)
    {
        Transaction = transaction;
        Code = TxValidationCode.Valid;
        Reason = "";
    }

    internal EnvelopeParseResult(TxValidationCode code, string reason)
    {
        Code = code;
        Reason = reason;
    }

    /// <summary>True if there is a transaction.</summary>
    [MemberNotNullWhen(true, nameof(Transaction))]
    public bool IsValid => Transaction is not null;

    /// <summary>The transaction, or null.</summary>
    public TransactionEnvelope? Transaction { get; }

    /// <summary>VALID, or the code under which a peer would set the transaction aside for its form.</summary>
    public TxValidationCode Code { get; }

    /// <summary>What is wrong, for people; empty when nothing is.</summary>
    public string Reason { get; }
}
