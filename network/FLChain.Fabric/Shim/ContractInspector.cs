using System.Reflection;
using System.Runtime.CompilerServices;

namespace FLChain.Fabric.Shim;

/// <summary>Finds the transactions that contracts declare, and says what is wrong with a declaration.</summary>
internal static class ContractInspector
{
    private const BindingFlags Everything =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private const string AsyncSuffix = "Async";

    public static Dictionary<string, TransactionRoute> FindRoutes(IEnumerable<Contract> contracts, Type contextType)
    {
        var routes = new Dictionary<string, TransactionRoute>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Contract contract in contracts)
        {
            string name = CheckContract(contract);
            Require(names.Add(name), contract.GetType().FullName, $"another contract is named \"{name}\" too");
            AddRoutes(routes, contract, contextType);
        }

        Require(names.Count > 0, "the router", "it was given no contract");
        return routes;
    }

    private static string CheckContract(Contract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        Type type = contract.GetType();
        Require(IsName(contract.Name), type.FullName, "its name must be printable, without a colon, and not empty");
        foreach (FieldInfo field in FieldsOf(type))
        {
            Require(field.IsInitOnly || IsCapturedParameter(field), type.FullName, $"a contract holds no state, but {field.Name} can be written");
        }

        return contract.Name;
    }

    // Reflection does not show a base class's private fields in the derived class.
    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (Type? current = type; current is not null && current != typeof(Contract); current = current.BaseType)
        {
            foreach (FieldInfo field in current.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }

    // A parameter of a primary constructor becomes a field named <parameter>P. The language has no way to make it read-only,
    // and a contract that assigns to its own constructor's parameter is hardly written by accident.
    private static bool IsCapturedParameter(FieldInfo field) =>
        field.Name.EndsWith(">P", StringComparison.Ordinal) && field.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static void AddRoutes(Dictionary<string, TransactionRoute> routes, Contract contract, Type contextType)
    {
        int before = routes.Count;
        foreach (MethodInfo method in contract.GetType().GetMethods(Everything))
        {
            TransactionAttribute[] marks = [.. method.GetCustomAttributes<TransactionAttribute>(inherit: true)];
            if (marks.Length == 0)
            {
                continue;
            }

            string where = $"{contract.GetType().FullName}.{method.Name}";
            Require(marks.Length == 1, where, "it is marked both submit and evaluate");
            CheckSignature(method, contextType, where);
            TransactionDescription description = Describe(contract, method, marks[0]);
            Require(IsName(description.Name), where, "its name on the wire must be printable, without a colon, and not empty");
            Require(
                routes.TryAdd(description.Function, new TransactionRoute(contract, method, description)),
                where,
                $"another method is named \"{description.Function}\" on the wire too");
        }

        Require(routes.Count > before, contract.GetType().FullName, "it declares no transaction");
    }

    private static void CheckSignature(MethodInfo method, Type contextType, string where)
    {
        Require(method is { IsPublic: true, IsStatic: false }, where, "a transaction is a public instance method");
        Require(!method.IsGenericMethodDefinition, where, "a transaction has no type parameters");
        Require(
            method.ReturnType == typeof(Task) || ResultTypeOf(method) is not null,
            where,
            "a transaction returns Task or Task<T>");
        ParameterInfo[] parameters = method.GetParameters();
        Require(
            parameters.Length is 1 or 2 && parameters[0].ParameterType.IsAssignableTo(typeof(TransactionContext)),
            where,
            "a transaction takes its context and at most one argument");
        Require(
            parameters[0].ParameterType.IsAssignableFrom(contextType),
            where,
            $"it wants a {parameters[0].ParameterType.Name} but the router makes a {contextType.Name}");
        Require(
            parameters.All(parameter => !parameter.ParameterType.IsByRef && !parameter.ParameterType.IsByRefLike && !parameter.ParameterType.IsPointer),
            where,
            "a transaction's argument is passed by value");
    }

    private static TransactionDescription Describe(Contract contract, MethodInfo method, TransactionAttribute mark)
    {
        ParameterInfo[] parameters = method.GetParameters();
        return new TransactionDescription(
            contract.Name,
            mark.Name ?? WithoutSuffix(method.Name),
            mark is SubmitTransactionAttribute,
            parameters.Length == 2 ? parameters[1].ParameterType : null,
            ResultTypeOf(method));
    }

    private static Type? ResultTypeOf(MethodInfo method) =>
        method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Task<>)
            ? method.ReturnType.GetGenericArguments()[0]
            : null;

    private static string WithoutSuffix(string methodName) =>
        methodName.EndsWith(AsyncSuffix, StringComparison.Ordinal) && methodName.Length > AsyncSuffix.Length
            ? methodName[..^AsyncSuffix.Length]
            : methodName;

    private static bool IsName(string? name) =>
        !string.IsNullOrWhiteSpace(name) && !name.Contains(':', StringComparison.Ordinal) && !name.Any(char.IsControl);

    private static void Require(bool condition, string? where, string what)
    {
        if (!condition)
        {
            throw new ArgumentException($"{where}: {what}.");
        }
    }
}
