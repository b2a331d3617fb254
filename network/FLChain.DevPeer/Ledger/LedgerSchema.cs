namespace FLChain.DevPeer.Ledger;

/// <summary>
/// The tables of ledger.db. Keys are BLOBs of UTF-8 bytes: SQLite then orders them as Fabric does, and keys may hold zero
/// bytes. A block is stored in pieces (header, metadata, one row for each envelope) whose bytes are never re-encoded.
/// </summary>
internal static class LedgerSchema
{
    public const int FormatVersion = 2;

    public const string CreateTables = """
        CREATE TABLE blocks(
            number INTEGER PRIMARY KEY, hash BLOB NOT NULL, header BLOB NOT NULL, metadata BLOB NOT NULL,
            commit_hash BLOB NOT NULL, last_config INTEGER NOT NULL);
        CREATE INDEX blocks_hash ON blocks(hash);
        CREATE TABLE envelopes(
            block INTEGER NOT NULL, position INTEGER NOT NULL, envelope BLOB NOT NULL, PRIMARY KEY(block, position));
        CREATE TABLE transactions(
            tx_id TEXT PRIMARY KEY, block INTEGER NOT NULL, position INTEGER NOT NULL, code INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE state(
            namespace TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL,
            block INTEGER NOT NULL, position INTEGER NOT NULL, metadata BLOB, PRIMARY KEY(namespace, key));
        CREATE INDEX state_metadata ON state(namespace, key) WHERE metadata IS NOT NULL;
        CREATE TABLE state_height(id INTEGER PRIMARY KEY CHECK(id = 1), height INTEGER NOT NULL);
        INSERT INTO state_height(id, height) VALUES(1, 0);
        CREATE TABLE history(
            namespace TEXT NOT NULL, key BLOB NOT NULL, block INTEGER NOT NULL, position INTEGER NOT NULL,
            PRIMARY KEY(namespace, key, block, position)) WITHOUT ROWID;
        CREATE TABLE private_state(
            namespace TEXT NOT NULL, collection TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL,
            block INTEGER NOT NULL, position INTEGER NOT NULL, expires INTEGER, PRIMARY KEY(namespace, collection, key));
        CREATE INDEX private_state_expires ON private_state(expires) WHERE expires IS NOT NULL;
        CREATE TABLE private_hashes(
            namespace TEXT NOT NULL, collection TEXT NOT NULL, key_hash BLOB NOT NULL, value_hash BLOB NOT NULL,
            block INTEGER NOT NULL, position INTEGER NOT NULL, expires INTEGER,
            metadata BLOB, PRIMARY KEY(namespace, collection, key_hash)) WITHOUT ROWID;
        CREATE INDEX private_hashes_metadata ON private_hashes(namespace, collection, key_hash) WHERE metadata IS NOT NULL;
        CREATE INDEX private_hashes_expires ON private_hashes(expires) WHERE expires IS NOT NULL;
        """;
}
