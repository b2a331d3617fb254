namespace FLChain.Fabric.Shim;

/// <summary>Marks a contract's method as a transaction that may write and is meant to be ordered and committed.</summary>
/// <param name="name">The name on the wire; by default the method's name without a trailing "Async".</param>
[AttributeUsage(AttributeTargets.Method, Inherited = true)]
public sealed class SubmitTransactionAttribute(string? name = null) : TransactionAttribute(name);
