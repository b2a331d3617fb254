namespace FLChain.Fabric.Shim;

/// <summary>
/// A named group of transactions. A derived class is a plain class without state: its fields are read-only, one instance
/// serves all transactions at once.
/// <para>
/// A transaction is a public method marked <see cref="SubmitTransactionAttribute"/> or
/// <see cref="EvaluateTransactionAttribute"/>. It takes the <see cref="TransactionContext"/> (or the application's own
/// subclass) and at most one argument, and returns <see cref="Task"/> or <see cref="Task{TResult}"/>:
/// </para>
/// <code>
/// [SubmitTransaction]
/// public Task&lt;Receipt&gt; CreateAsync(TransactionContext context, NewAsset asset)   // on the wire: "assets:Create"
/// </code>
/// </summary>
public abstract class Contract
{
    /// <summary>The part of the function's name before the colon, for example "registry": one or more characters, no colon. Constant.</summary>
    public abstract string Name { get; }
}
