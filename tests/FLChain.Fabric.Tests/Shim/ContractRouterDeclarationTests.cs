using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>A contract that is declared wrongly is refused when the router is made, with the place and the reason.</summary>
public sealed class ContractRouterDeclarationTests
{
    public static TheoryData<Contract, string> Faults => new()
    {
        { new Named(""), "its name must be printable" },
        { new Named(" "), "its name must be printable" },
        { new Named("a:b"), "its name must be printable" },
        { new Named("a\nb"), "its name must be printable" },
        { new WithoutTransactions(), "it declares no transaction" },
        { new WithState(), "a contract holds no state, but _count can be written" },
        { new InheritsState(), "a contract holds no state, but _count can be written" },
        { new HiddenMethod(), "HiddenMethod.Run: a transaction is a public instance method" },
        { new StaticMethod(), "StaticMethod.Run: a transaction is a public instance method" },
        { new GenericMethod(), "GenericMethod.Run: a transaction has no type parameters" },
        { new ReturnsValue(), "ReturnsValue.Run: a transaction returns Task or Task<T>" },
        { new ReturnsValueTask(), "ReturnsValueTask.Run: a transaction returns Task or Task<T>" },
        { new NoContext(), "NoContext.Run: a transaction takes its context and at most one argument" },
        { new NoParameters(), "NoParameters.Run: a transaction takes its context and at most one argument" },
        { new TwoArguments(), "TwoArguments.Run: a transaction takes its context and at most one argument" },
        { new ByReference(), "ByReference.Run: a transaction's argument is passed by value" },
        { new TakesSpan(), "TakesSpan.Run: a transaction's argument is passed by value" },
        { new NumberedContract(), "NumberAsync: it wants a NumberedContext but the router makes a TransactionContext" },
        { new BothMarks(), "BothMarks.Run: it is marked both submit and evaluate" },
        { new SameWireName(), "another method is named \"c:Run\" on the wire too" },
        { new ColonInTransaction(), "its name on the wire must be printable" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Create_WrongDeclaration_NamesPlaceAndReason(Contract contract, string reason)
    {
        var exception = Assert.Throws<ArgumentException>(() => ContractRouter.Create([contract], JsonArgumentCodec.Instance));
        Assert.Contains(contract.GetType().Name, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NoContracts_IsRefused() =>
        Assert.Throws<ArgumentException>(() => ContractRouter.Create([], JsonArgumentCodec.Instance));

    [Fact]
    public void Create_TwoContractsOfOneName_IsRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() => ContractRouter.Create([new Named("x"), new Named("x")], JsonArgumentCodec.Instance));
        Assert.Contains("another contract is named \"x\"", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_ReadOnlyFieldsAndInheritedTransactions_AreAccepted()
    {
        ContractRouter router = ContractRouter.Create([new Derived(3)], JsonArgumentCodec.Instance);
        Assert.Equal(["named:Extra", "named:Run"], router.Transactions.Select(t => t.Function));
    }

    public class Named(string name) : Contract
    {
        public override string Name => name;

        [SubmitTransaction]
        public Task Run(TransactionContext context) => Task.CompletedTask;
    }

    public sealed class Derived(int limit) : Named("named")
    {
        private readonly int _limit = limit;

        [EvaluateTransaction]
        public Task<int> ExtraAsync(TransactionContext context) => Task.FromResult(_limit);
    }

    public abstract class Plain : Contract
    {
        public override string Name => "c";
    }

    public sealed class WithoutTransactions : Plain
    {
        public static Task Run(TransactionContext context) => Task.FromResult(context);
    }

    public class WithState : Plain
    {
        private int _count;

        [SubmitTransaction]
        public Task Run(TransactionContext context) => Task.FromResult(++_count);
    }

    public sealed class InheritsState : WithState;

    public sealed class HiddenMethod : Plain
    {
        [SubmitTransaction]
        internal Task Run(TransactionContext context) => Task.FromResult(Name);
    }

    public sealed class StaticMethod : Plain
    {
        [SubmitTransaction]
        public static Task Run(TransactionContext context) => Task.CompletedTask;
    }

    public sealed class GenericMethod : Plain
    {
        [SubmitTransaction]
        public Task Run<T>(TransactionContext context, T argument) => Task.FromResult((Name, argument));
    }

    public sealed class ReturnsValue : Plain
    {
        [SubmitTransaction]
        public string Run(TransactionContext context) => Name;
    }

    public sealed class ReturnsValueTask : Plain
    {
        [SubmitTransaction]
        public ValueTask<string> Run(TransactionContext context) => new(Name);
    }

    public sealed class NoContext : Plain
    {
        [SubmitTransaction]
        public Task Run(string argument) => Task.FromResult(Name + argument);
    }

    public sealed class NoParameters : Plain
    {
        [SubmitTransaction]
        public Task Run() => Task.FromResult(Name);
    }

    public sealed class TwoArguments : Plain
    {
        [SubmitTransaction]
        public Task Run(TransactionContext context, int one, int two) => Task.FromResult((Name, one, two));
    }

    public sealed class ByReference : Plain
    {
        [SubmitTransaction]
        public Task Run(TransactionContext context, ref int one) => Task.FromResult((Name, one));
    }

    public sealed class TakesSpan : Plain
    {
        [SubmitTransaction]
        public Task Run(TransactionContext context, ReadOnlySpan<byte> one) => Task.FromResult((Name, one.Length));
    }

    public sealed class BothMarks : Plain
    {
        [SubmitTransaction]
        [EvaluateTransaction]
        public Task Run(TransactionContext context) => Task.FromResult(Name);
    }

    public sealed class SameWireName : Plain
    {
        [SubmitTransaction]
        public Task Run(TransactionContext context) => Task.FromResult(Name);

        [SubmitTransaction]
        public Task RunAsync(TransactionContext context) => Task.FromResult(Name);
    }

    public sealed class ColonInTransaction : Plain
    {
        [SubmitTransaction("a:b")]
        public Task Run(TransactionContext context) => Task.FromResult(Name);
    }
}
