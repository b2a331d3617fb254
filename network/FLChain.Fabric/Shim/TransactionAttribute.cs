namespace FLChain.Fabric.Shim;

/// <summary>Common to the two kinds of transaction; use <see cref="SubmitTransactionAttribute"/> or <see cref="EvaluateTransactionAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = true)]
public abstract class TransactionAttribute : Attribute
{
    private protected TransactionAttribute(string? name) => Name = name;

    /// <summary>The transaction's name on the wire; when null, the method's name without a trailing "Async".</summary>
    public string? Name { get; }
}
