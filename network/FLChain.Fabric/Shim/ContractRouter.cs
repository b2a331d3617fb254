using System.Text;

namespace FLChain.Fabric.Shim;

/// <summary>
/// Finds the contract's method for an invocation and calls it. The first argument names it, <c>contract:transaction</c>,
/// case matters; the second is its encoded argument, absent when it takes none; more are refused. A result is encoded by
/// the codec; byte[] travels raw in both directions; null gives an empty payload. Methods are found once, at construction.
/// Safe for concurrent use.
/// </summary>
public sealed class ContractRouter : IChaincode
{
    private const int LongestEchoedName = 128;

    // Strict: a function's name that is not UTF-8 is unknown, not mangled into one that might be known.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, TransactionRoute> _routes;
    private readonly IArgumentCodec _codec;
    private readonly Func<IChaincodeStub, TransactionContext> _contextFactory;
    private readonly Func<Exception, ChaincodeResponse?>? _mapException;

    private ContractRouter(
        Dictionary<string, TransactionRoute> routes,
        IArgumentCodec codec,
        Func<IChaincodeStub, TransactionContext> contextFactory,
        Func<Exception, ChaincodeResponse?>? mapException)
    {
        _routes = routes;
        _codec = codec;
        _contextFactory = contextFactory;
        _mapException = mapException;
        Transactions = [.. routes.Values.Select(route => route.Description).OrderBy(description => description.Function, StringComparer.Ordinal)];
    }

    /// <summary>Every transaction, in the order of the names on the wire.</summary>
    public IReadOnlyList<TransactionDescription> Transactions { get; }

    /// <summary>Makes a router over <paramref name="contracts"/> whose methods take a <typeparamref name="TContext"/>.</summary>
    /// <param name="contracts">At least one; their names differ.</param>
    /// <param name="codec">Reads arguments and writes results.</param>
    /// <param name="contextFactory">Called once for each transaction, with a read-only stub for an evaluate transaction.</param>
    /// <param name="mapException">
    /// Turns an exception that the application knows (a broken rule, say) into a response; null for one it does not know.
    /// It sees every exception of the context factory, of decoding and of the contract, before the router's own handling.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A contract is declared wrongly: the message names the class or method and what is wrong with it.
    /// </exception>
    public static ContractRouter Create<TContext>(
        IEnumerable<Contract> contracts,
        IArgumentCodec codec,
        Func<IChaincodeStub, TContext> contextFactory,
        Func<Exception, ChaincodeResponse?>? mapException = null)
        where TContext : TransactionContext
    {
        ArgumentNullException.ThrowIfNull(contracts);
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(contextFactory);
        return new ContractRouter(ContractInspector.FindRoutes(contracts, typeof(TContext)), codec, contextFactory, mapException);
    }

    /// <summary>Makes a router over contracts whose methods take a plain <see cref="TransactionContext"/>.</summary>
    /// <exception cref="ArgumentException">A contract is declared wrongly.</exception>
    public static ContractRouter Create(IEnumerable<Contract> contracts, IArgumentCodec codec, Func<Exception, ChaincodeResponse?>? mapException = null) =>
        Create(contracts, codec, stub => new TransactionContext(stub), mapException);

    /// <inheritdoc/>
    /// <remarks>
    /// An unknown function, a missing, malformed or surplus argument and a write in an evaluate transaction each give an
    /// error response that says so. Any other exception that the application's hook does not know is thrown.
    /// </remarks>
    public async Task<ChaincodeResponse> InvokeAsync(IChaincodeStub stub, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stub);
        if (stub.Arguments.Count == 0)
        {
            return ChaincodeResponse.Error("no function was named: the first argument is contract:transaction");
        }

        if (!TryReadName(stub.Arguments[0].Span, out string function) || !_routes.TryGetValue(function, out TransactionRoute? route))
        {
            return ChaincodeResponse.Error($"unknown function {Quote(function)}");
        }

        int expected = route.Description.ArgumentType is null ? 0 : 1;
        if (stub.Arguments.Count - 1 != expected)
        {
            return ChaincodeResponse.Error($"{function} takes {(expected == 0 ? "no argument" : "one argument")}, not {stub.Arguments.Count - 1}");
        }

        try
        {
            return await CallAsync(route, stub);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if ((_mapException?.Invoke(exception) ?? Describe(function, exception)) is { } response)
            {
                return response;
            }

            throw;
        }
    }

    private async Task<ChaincodeResponse> CallAsync(TransactionRoute route, IChaincodeStub stub)
    {
        TransactionContext context = _contextFactory(route.Description.IsSubmit ? stub : new ReadOnlyStub(stub));
        object? argument = route.Description.ArgumentType is { } type ? Decode(type, stub.Arguments[1]) : null;
        object? result = await route.InvokeAsync(context, argument);
        return result switch
        {
            null => ChaincodeResponse.Ok(),
            byte[] raw => ChaincodeResponse.Ok(raw),
            _ => ChaincodeResponse.Ok(_codec.Encode(route.Description.ResultType!, result)),
        };
    }

    private object Decode(Type type, ReadOnlyMemory<byte> bytes)
    {
        if (type == typeof(byte[]))
        {
            return bytes.ToArray();
        }

        try
        {
            return _codec.Decode(type, bytes.Span)
                ?? throw new InvalidOperationException($"The codec decoded an argument of type {type} to null.");
        }
        catch (FormatException exception)
        {
            throw new MalformedArgumentException(exception);
        }
    }

    private static ChaincodeResponse? Describe(string function, Exception exception) => exception switch
    {
        MalformedArgumentException => ChaincodeResponse.Error($"{function}: malformed argument: {exception.Message}"),
        ReadOnlyTransactionException => ChaincodeResponse.Error($"{function}: {exception.Message}"),
        _ => null,
    };

    private static bool TryReadName(ReadOnlySpan<byte> bytes, out string name)
    {
        try
        {
            name = StrictUtf8.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            name = "(not UTF-8)";
            return false;
        }
    }

    // What a stranger sent is shown only as far as it is short and printable.
    private static string Quote(string name) =>
        name.Length <= LongestEchoedName && !name.Any(char.IsControl) ? $"\"{name}\"" : $"of {name.Length} characters";
}
