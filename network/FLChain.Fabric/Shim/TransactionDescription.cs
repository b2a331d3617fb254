namespace FLChain.Fabric.Shim;

/// <summary>One transaction that a router knows.</summary>
/// <param name="Contract">The contract's name.</param>
/// <param name="Name">The transaction's name within the contract.</param>
/// <param name="IsSubmit">True when it may write; false for a query.</param>
/// <param name="ArgumentType">The type of its argument, or null when it takes none.</param>
/// <param name="ResultType">The type of its result, or null when it has none.</param>
public sealed record TransactionDescription(string Contract, string Name, bool IsSubmit, Type? ArgumentType, Type? ResultType)
{
    /// <summary>The first argument of the invocation: <c>contract:transaction</c>.</summary>
    public string Function => $"{Contract}:{Name}";
}
