using Microsoft.Data.Sqlite;

namespace FLChain.Gateway.Index;

/// <summary>One connection to the index with its prepared statements. Not safe for concurrent use; rented from <see cref="IndexFile"/>.</summary>
internal sealed class IndexSession : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;
    private readonly Action<IndexSession>? _giveBack;
    private SqliteTransaction? _transaction;

    public IndexSession(SqliteConnection connection, Action<IndexSession>? giveBack)
    {
        _connection = connection;
        _giveBack = giveBack;
    }

    /// <summary>From here to the end of the session, or to <see cref="Commit"/>, everything is read at one state of the index.</summary>
    public void Begin(bool write) => _transaction = _connection.BeginTransaction(deferred: !write);

    public void Commit()
    {
        _transaction!.Commit();
        EndTransaction();
    }

    /// <summary>Undoes everything since <see cref="Begin"/>.</summary>
    public void Rollback() => EndTransaction();

    /// <summary>Runs a statement with parameters <c>$1</c>, <c>$2</c>, … The text is one of few: it is prepared once.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteReader();

    /// <summary>Runs a statement that gives no rows.</summary>
    /// <returns>Rows that it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>The first column of the first row; null when there is no row.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Gives the connection back, or closes it. What was not committed is undone.</summary>
    public void Dispose()
    {
        EndTransaction();
        if (_giveBack is not null) _giveBack(this);
        else Close();
    }

    public void Close()
    {
        EndTransaction();
        foreach (var command in _commands.Values) command.Dispose();
        _commands.Clear();
        _connection.Dispose();
    }

    private void EndTransaction()
    {
        _transaction?.Dispose();
        _transaction = null;
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
#pragma warning disable CA2100 // The text is put together from constants of this assembly; what comes from outside is a parameter.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
            _commands[sql] = command;
        }

        command.Transaction = _transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
