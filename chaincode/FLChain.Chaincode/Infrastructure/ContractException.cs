namespace FLChain.Chaincode.Infrastructure;

/// <summary>A broken rule of the ledger. The transaction leaves nothing behind; its message travels as <c>FL0104: text</c>.</summary>
internal sealed class ContractException(string code, string text) : Exception(text)
{
    /// <summary>The rule, as <see cref="ErrorCodes"/> numbers it, and words for people.</summary>
    public LedgerError Error { get; } = new(code, text);
}
