namespace FLChain.Gateway.Tests.Rest;

/// <summary>What is tried of one operation.</summary>
/// <param name="Operation">Its name.</param>
/// <param name="Success">Makes a request that succeeds.</param>
/// <param name="Others">Makes a request about what is another's, which is refused; null where everything it is about is everybody's to see or to do.</param>
internal sealed record OperationCase(string Operation, Func<OperationStage, Task<SampleRequest>> Success, Func<OperationStage, Task<SampleRequest>>? Others = null)
{
    /// <summary>The names of all of them, for theories.</summary>
    public override string ToString() => Operation;
}
