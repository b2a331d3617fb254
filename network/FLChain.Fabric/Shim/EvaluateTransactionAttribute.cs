namespace FLChain.Fabric.Shim;

/// <summary>
/// Marks a contract's method as a query. A chaincode cannot know whether the caller will submit what it endorses, so the
/// method is given a stub that refuses every write and event.
/// </summary>
/// <param name="name">The name on the wire; by default the method's name without a trailing "Async".</param>
[AttributeUsage(AttributeTargets.Method, Inherited = true)]
public sealed class EvaluateTransactionAttribute(string? name = null) : TransactionAttribute(name);
