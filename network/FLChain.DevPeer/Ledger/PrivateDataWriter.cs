using Microsoft.Data.Sqlite;

namespace FLChain.DevPeer.Ledger;

/// <summary>Writes private values and their hashes, and removes those whose time is over. Runs inside the block's transaction.</summary>
internal sealed class PrivateDataWriter(SqliteConnection connection) : IDisposable
{
    private readonly PreparedQuery putHash = new(
        connection,
        """
        INSERT INTO private_hashes(namespace, collection, key_hash, value_hash, block, position, expires, metadata)
        VALUES($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT(namespace, collection, key_hash) DO UPDATE SET
            value_hash = excluded.value_hash, block = excluded.block, position = excluded.position, expires = excluded.expires,
            metadata = excluded.metadata
        """,
        8);

    private readonly PreparedQuery deleteHash = new(
        connection, "DELETE FROM private_hashes WHERE namespace = $1 AND collection = $2 AND key_hash = $3", 3);

    private readonly PreparedQuery putValue = new(
        connection,
        """
        INSERT INTO private_state(namespace, collection, key, value, block, position, expires)
        VALUES($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT(namespace, collection, key) DO UPDATE SET
            value = excluded.value, block = excluded.block, position = excluded.position, expires = excluded.expires
        """,
        7);

    private readonly PreparedQuery deleteValue = new(
        connection, "DELETE FROM private_state WHERE namespace = $1 AND collection = $2 AND key = $3", 3);

    private readonly PreparedQuery raiseValue = new(
        connection,
        """
        UPDATE private_state SET block = $4, position = $5, expires = $6 WHERE namespace = $1 AND collection = $2 AND key = $3
        """,
        6);

    private readonly PreparedQuery expireValues = new(connection, "DELETE FROM private_state WHERE expires <= $1", 1);

    private readonly PreparedQuery expireHashes = new(connection, "DELETE FROM private_hashes WHERE expires <= $1", 1);

    public void Write(CommittedBlock committed)
    {
        foreach (var (collection, keyHash, update) in committed.Updates.Hashes)
        {
            if (update.Value is null)
                deleteHash.Execute(collection.Namespace, collection.Name, keyHash);
            else
                putHash.Execute(collection.Namespace, collection.Name, keyHash, update.Value,
                    (long)update.Version.Block, (long)update.Version.Position, (long?)committed.ExpiryOf(collection), update.Metadata?.ToByteArray());
        }
        foreach (var (collection, key, value, version, onlyRaises) in committed.Updates.PrivateValues)
        {
            var keyBytes = LedgerConnection.KeyBytes(key);
            if (onlyRaises)
                raiseValue.Execute(collection.Namespace, collection.Name, keyBytes,
                    (long)version.Block, (long)version.Position, (long?)committed.ExpiryOf(collection));
            else if (value is null)
                deleteValue.Execute(collection.Namespace, collection.Name, keyBytes);
            else
                putValue.Execute(collection.Namespace, collection.Name, keyBytes, value,
                    (long)version.Block, (long)version.Position, (long?)committed.ExpiryOf(collection));
        }
        // Last, so that a value rewritten by this very block lives on with its new expiry.
        var number = (long)committed.Block.Header.Number;
        expireValues.Execute(number);
        expireHashes.Execute(number);
    }

    public void Dispose()
    {
        foreach (var query in new[] { putHash, deleteHash, putValue, deleteValue, raiseValue, expireValues, expireHashes })
            query.Dispose();
    }
}
