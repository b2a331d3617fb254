using System.Reflection;

namespace FLChain.Fabric.Shim;

/// <summary>One transaction of one contract, ready to be called.</summary>
internal sealed class TransactionRoute
{
    private static readonly MethodInfo ResultOfDefinition =
        typeof(TransactionRoute).GetMethod(nameof(ResultOfAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly Contract _contract;
    private readonly MethodInvoker _invoker;
    private readonly Func<Task, Task<object?>> _resultOf;

    public TransactionRoute(Contract contract, MethodInfo method, TransactionDescription description)
    {
        _contract = contract;
        _invoker = MethodInvoker.Create(method);
        Description = description;
        _resultOf = description.ResultType is null
            ? WithoutResultAsync
            : ResultOfDefinition.MakeGenericMethod(description.ResultType).CreateDelegate<Func<Task, Task<object?>>>();
    }

    public TransactionDescription Description { get; }

    public Task<object?> InvokeAsync(TransactionContext context, object? argument)
    {
        object? task = Description.ArgumentType is null
            ? _invoker.Invoke(_contract, context)
            : _invoker.Invoke(_contract, context, argument);
        return _resultOf((Task?)task ?? throw new InvalidOperationException($"{Description.Function} returned null in place of a task."));
    }

    private static async Task<object?> WithoutResultAsync(Task task)
    {
        await task;
        return null;
    }

    private static async Task<object?> ResultOfAsync<T>(Task task) => await (Task<T>)task;
}
