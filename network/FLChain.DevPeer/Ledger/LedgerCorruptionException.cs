namespace FLChain.DevPeer.Ledger;

/// <summary>The stored chain does not fit together; the message names the block and what is wrong with it.</summary>
public sealed class LedgerCorruptionException : Exception
{
    /// <summary>Creates the exception for the fault that <paramref name="message"/> describes.</summary>
    public LedgerCorruptionException(string message)
        : base(message)
    {
    }
}
