using Microsoft.Data.Sqlite;

namespace FLChain.EndToEnd.Tests.Audit;

/// <summary>The peer's database as somebody with access to its disk sees it, while the peer runs.</summary>
internal sealed class StoredBytes(string path)
{
    /// <summary>Alters the last byte of the first such value; again, and it is as it was.</summary>
    public void Flip(StoredPlace place)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        var (row, value) = First(connection, place);
        value[^1] ^= 1;
        using var write = connection.CreateCommand();
        write.CommandText = $"UPDATE {place.Table} SET {place.Column} = $value WHERE rowid = $row";
        write.Parameters.AddWithValue("$value", value);
        write.Parameters.AddWithValue("$row", row);
        Assert.Equal(1, write.ExecuteNonQuery());
    }

    private static (long Row, byte[] Value) First(SqliteConnection connection, StoredPlace place)
    {
        using var read = connection.CreateCommand();
        read.CommandText = $"SELECT rowid, {place.Column} FROM {place.Table} WHERE {place.Where} ORDER BY rowid LIMIT 1";
        using var reader = read.ExecuteReader();
        Assert.True(reader.Read(), $"there is no {place}");
        return (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
    }
}
