namespace FLChain.Fabric.Shim;

/// <summary>An evaluate transaction tried to write state or to set an event. Nothing was written.</summary>
public sealed class ReadOnlyTransactionException : InvalidOperationException
{
    internal ReadOnlyTransactionException(string operation)
        : base($"an evaluate transaction must not write: {operation} was refused")
    {
    }
}
