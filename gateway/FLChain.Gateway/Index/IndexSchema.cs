namespace FLChain.Gateway.Index;

/// <summary>
/// The tables of index.db. <c>blocks</c> and <c>transactions</c> tell the chain, and of each block the root of the Merkle tree; <c>state</c> is the contracts' public
/// state as it stands, <c>history</c> every version of the records that have a history; the others are what lists are
/// filtered and sorted by. All of it follows from the blocks alone. Keys are BLOBs of UTF-8 bytes: SQLite then orders
/// them as Fabric does, and keys may hold zero bytes.
/// </summary>
internal static class IndexSchema
{
    /// <summary>Goes up with every change of the tables or of what is put in them; an index of another version is built anew.</summary>
    public const int FormatVersion = 3;

    public static readonly string CreateTables = """
        CREATE TABLE origin(
            id INTEGER PRIMARY KEY CHECK(id = 1), channel TEXT NOT NULL, chaincode TEXT NOT NULL);
        CREATE TABLE blocks(
            number INTEGER PRIMARY KEY, hash BLOB NOT NULL, at INTEGER NOT NULL, transactions INTEGER NOT NULL, valid INTEGER NOT NULL,
            root BLOB NOT NULL, leaves INTEGER NOT NULL);
        CREATE TABLE transactions(
            block INTEGER NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, code INTEGER NOT NULL, at INTEGER NOT NULL,
            msp TEXT NOT NULL, party TEXT NOT NULL, function TEXT NOT NULL, event TEXT NOT NULL, payload BLOB NOT NULL,
            PRIMARY KEY(block, position)) WITHOUT ROWID;
        CREATE INDEX transactions_id ON transactions(id);
        CREATE INDEX transactions_events ON transactions(block, position) WHERE event <> '';
        CREATE TABLE state(
            key BLOB PRIMARY KEY, value BLOB NOT NULL, block INTEGER NOT NULL, position INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE history(
            key BLOB NOT NULL, block INTEGER NOT NULL, position INTEGER NOT NULL, value BLOB,
            PRIMARY KEY(key, block, position)) WITHOUT ROWID;
        CREATE INDEX history_block ON history(block);
        CREATE TABLE models(
            row INTEGER PRIMARY KEY, fid TEXT NOT NULL UNIQUE, search TEXT NOT NULL, title TEXT NOT NULL, task TEXT NOT NULL, publisher TEXT NOT NULL,
            status INTEGER NOT NULL, stage INTEGER NOT NULL, price INTEGER NOT NULL, published INTEGER NOT NULL, changed INTEGER NOT NULL);
        CREATE INDEX models_price ON models(price, fid);
        CREATE INDEX models_title ON models(title, fid);
        CREATE INDEX models_published ON models(published, fid);
        CREATE INDEX models_changed ON models(changed, fid);
        CREATE TABLE trainers(
            row INTEGER PRIMARY KEY, dp_id TEXT NOT NULL UNIQUE, search TEXT NOT NULL, msp TEXT NOT NULL, status INTEGER NOT NULL, available INTEGER NOT NULL,
            rely INTEGER NOT NULL, samples INTEGER NOT NULL, changed INTEGER NOT NULL);
        CREATE INDEX trainers_rely ON trainers(rely, dp_id);
        CREATE INDEX trainers_samples ON trainers(samples, dp_id);
        CREATE TABLE reports(
            report_id TEXT PRIMARY KEY, kind INTEGER NOT NULL, fid TEXT NOT NULL, accused TEXT NOT NULL, reporter TEXT NOT NULL,
            state INTEGER NOT NULL, at INTEGER NOT NULL, deadline INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX reports_at ON reports(at, report_id);
        CREATE TABLE accusations(
            report_id TEXT PRIMARY KEY, accused TEXT NOT NULL, reporter TEXT NOT NULL,
            state INTEGER NOT NULL, at INTEGER NOT NULL, deadline INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX accusations_at ON accusations(at, report_id);
        CREATE TABLE disputes(
            key TEXT PRIMARY KEY, fid TEXT NOT NULL, state INTEGER NOT NULL, at INTEGER NOT NULL, deadline INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX disputes_at ON disputes(at, key);
        CREATE TABLE postings(
            account TEXT NOT NULL, at INTEGER NOT NULL, tx TEXT NOT NULL, number INTEGER NOT NULL, amount INTEGER NOT NULL,
            counterparty TEXT NOT NULL, event INTEGER NOT NULL, reference TEXT NOT NULL, block INTEGER NOT NULL,
            PRIMARY KEY(account, at, tx, number)) WITHOUT ROWID;
        CREATE TABLE balances(
            account TEXT PRIMARY KEY, balance INTEGER NOT NULL, lines INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE roots(
            height INTEGER NOT NULL, msp TEXT NOT NULL, root BLOB NOT NULL, block INTEGER NOT NULL, PRIMARY KEY(height, msp)) WITHOUT ROWID;
        CREATE INDEX roots_block ON roots(block);
        CREATE TABLE unreadable(
            key BLOB PRIMARY KEY, block INTEGER NOT NULL, position INTEGER NOT NULL) WITHOUT ROWID;
        """ + SearchOf("models") + SearchOf("trainers");

    /// <summary>Every table with the columns that order its rows, for the digest over the content.</summary>
    public static readonly IReadOnlyList<(string Table, string Order)> Content =
    [
        ("origin", "id"),
        ("blocks", "number"),
        ("transactions", "block, position"),
        ("state", "key"),
        ("history", "key, block, position"),
        ("models", "fid"),
        ("trainers", "dp_id"),
        ("reports", "report_id"),
        ("accusations", "report_id"),
        ("disputes", "key"),
        ("postings", "account, at, tx, number"),
        ("balances", "account"),
        ("roots", "height, msp"),
        ("unreadable", "key"),
    ];

    // The words of a table's column `search`, and what keeps them in step with it. The two first letters of a word have an
    // index of their own.
    private static string SearchOf(string table) => $"""

        CREATE VIRTUAL TABLE {table}_search USING fts5(search, content='{table}', content_rowid='row', prefix='2');
        CREATE TRIGGER {table}_search_added AFTER INSERT ON {table} BEGIN
            INSERT INTO {table}_search(rowid, search) VALUES(new.row, new.search);
        END;
        CREATE TRIGGER {table}_search_removed AFTER DELETE ON {table} BEGIN
            INSERT INTO {table}_search({table}_search, rowid, search) VALUES('delete', old.row, old.search);
        END;
        CREATE TRIGGER {table}_search_changed AFTER UPDATE OF search ON {table} WHEN old.search <> new.search BEGIN
            INSERT INTO {table}_search({table}_search, rowid, search) VALUES('delete', old.row, old.search);
            INSERT INTO {table}_search(rowid, search) VALUES(new.row, new.search);
        END;
        """;
}
