namespace FLChain.Gateway.Index;

/// <summary>Puts together the WHERE clause of a list, with every value as a parameter.</summary>
internal sealed class Conditions
{
    private readonly List<string> _clauses = [];
    private readonly List<object?> _values = [];

    /// <summary>Adds <paramref name="clause"/>, in which <c>?</c> stands for the value, unless the value is null.</summary>
    public Conditions Add(string clause, object? value)
    {
        if (value is null) return this;
        _clauses.Add(clause.Replace("?", Parameter(value), StringComparison.Ordinal));
        return this;
    }

    /// <summary>Adds that a row comes after another one in the order of two columns.</summary>
    public Conditions AddAfter(string first, string second, bool descending, object firstValue, string secondValue)
    {
        _clauses.Add($"({first}, {second}) {(descending ? '<' : '>')} ({Parameter(firstValue)}, {Parameter(secondValue)})");
        return this;
    }

    public string Where => _clauses.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _clauses);

    public string Parameter(object? value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }

    public object?[] Values => [.. _values];
}
