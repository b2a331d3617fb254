using Microsoft.Data.Sqlite;

namespace FLChain.DevPeer.Ledger;

/// <summary>One prepared statement with positional parameters <c>$1</c>, <c>$2</c>, …. Not safe for concurrent use.</summary>
internal sealed class PreparedQuery : IDisposable
{
    private readonly SqliteCommand command;
    private readonly SqliteParameter[] parameters;

    public PreparedQuery(SqliteConnection connection, string sql, int parameterCount)
    {
        command = connection.CreateCommand();
#pragma warning disable CA2100 // The text comes from constants of this assembly only.
        command.CommandText = sql;
#pragma warning restore CA2100
        parameters = new SqliteParameter[parameterCount];
        for (var i = 0; i < parameterCount; i++)
        {
            parameters[i] = new SqliteParameter { ParameterName = $"${i + 1}" };
            command.Parameters.Add(parameters[i]);
        }
    }

    public SqliteDataReader Read(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteReader();
    }

    public int Execute(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteNonQuery();
    }

    public void Dispose() => command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
