using FLChain.Fabric.Protos;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace FLChain.DevPeer.Ledger;

/// <summary>Writes a block, its verdicts and its updates in one SQLite transaction: after a crash all of it is there or nothing.</summary>
internal sealed class BlockWriter(SqliteConnection connection) : IDisposable
{
    private readonly PreparedQuery begin = new(connection, "BEGIN IMMEDIATE", 0);
    private readonly PreparedQuery commit = new(connection, "COMMIT", 0);
    private readonly PreparedQuery rollback = new(connection, "ROLLBACK", 0);

    private readonly PreparedQuery putBlock = new(
        connection,
        "INSERT INTO blocks(number, hash, header, metadata, commit_hash, last_config) VALUES($1, $2, $3, $4, $5, $6)",
        6);

    private readonly PreparedQuery putEnvelope = new(
        connection, "INSERT INTO envelopes(block, position, envelope) VALUES($1, $2, $3)", 3);

    private readonly PreparedQuery putTransaction = new(
        connection, "INSERT INTO transactions(tx_id, block, position, code) VALUES($1, $2, $3, $4)", 4);

    private readonly PreparedQuery putState = new(
        connection,
        """
        INSERT INTO state(namespace, key, value, block, position, metadata) VALUES($1, $2, $3, $4, $5, $6)
        ON CONFLICT(namespace, key) DO UPDATE SET
            value = excluded.value, block = excluded.block, position = excluded.position, metadata = excluded.metadata
        """,
        6);

    private readonly PreparedQuery deleteState = new(
        connection, "DELETE FROM state WHERE namespace = $1 AND key = $2", 2);

    private readonly PreparedQuery putHistory = new(
        connection, "INSERT INTO history(namespace, key, block, position) VALUES($1, $2, $3, $4)", 4);

    private readonly PreparedQuery advance = new(connection, "UPDATE state_height SET height = $1 WHERE height = $2", 2);

    private readonly PrivateDataWriter privateData = new(connection);

    public void Write(CommittedBlock committed)
    {
        begin.Execute();
        try
        {
            WriteBlock(committed);
            WriteState(committed.Updates);
            privateData.Write(committed);
            var number = (long)committed.Block.Header.Number;
            if (advance.Execute(number + 1, number) != 1)
                throw new LedgerCorruptionException($"The state does not stand at block {number}, which is to be committed.");
            commit.Execute();
        }
        catch
        {
            rollback.Execute();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var query in new[] { begin, commit, rollback, putBlock, putEnvelope, putTransaction, putState, deleteState, putHistory, advance })
            query.Dispose();
        privateData.Dispose();
    }

    private void WriteBlock(CommittedBlock committed)
    {
        var block = committed.Block;
        var number = (long)block.Header.Number;
        putBlock.Execute(
            number,
            committed.HeaderHash,
            block.Header.ToByteArray(),
            block.Metadata.ToByteArray(),
            committed.CommitHash,
            (long)committed.LastConfigBlock);
        for (var i = 0; i < block.Data.Data.Count; i++)
            putEnvelope.Execute(number, (long)i, block.Data.Data[i].ToByteArray());
        foreach (var (transactionId, position, code) in committed.Transactions)
            putTransaction.Execute(transactionId, number, (long)position, (long)code);
    }

    private void WriteState(UpdateBatch updates)
    {
        foreach (var (chaincode, key, update) in updates.State)
        {
            var keyBytes = LedgerConnection.KeyBytes(key);
            if (update.Value is null)
                deleteState.Execute(chaincode, keyBytes);
            else
                putState.Execute(
                    chaincode, keyBytes, update.Value, (long)update.Version.Block, (long)update.Version.Position, update.Metadata?.ToByteArray());
        }
        foreach (var entry in updates.History)
            putHistory.Execute(entry.Namespace, LedgerConnection.KeyBytes(entry.Key), (long)entry.Version.Block, (long)entry.Version.Position);
    }
}
