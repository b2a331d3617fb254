using FLChain.Fabric.Protos;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace FLChain.DevPeer.Ledger;

/// <summary>Reads blocks and transactions over one connection. Not safe for concurrent use.</summary>
internal sealed class BlockQueries(SqliteConnection connection) : IDisposable
{
    private readonly PreparedQuery tip = new(
        connection, "SELECT number, hash, commit_hash, last_config FROM blocks ORDER BY number DESC LIMIT 1", 0);

    private readonly PreparedQuery block = new(connection, "SELECT header, metadata FROM blocks WHERE number = $1", 1);

    private readonly PreparedQuery envelopes = new(
        connection, "SELECT envelope FROM envelopes WHERE block = $1 ORDER BY position", 1);

    private readonly PreparedQuery envelope = new(
        connection, "SELECT envelope FROM envelopes WHERE block = $1 AND position = $2", 2);

    private readonly PreparedQuery transaction = new(
        connection, "SELECT block, position, code FROM transactions WHERE tx_id = $1", 1);

    private readonly PreparedQuery numberByHash = new(connection, "SELECT number FROM blocks WHERE hash = $1", 1);

    private readonly PreparedQuery stateHeight = new(connection, "SELECT height FROM state_height", 0);

    public ChainTip GetTip()
    {
        using var reader = tip.Read();
        return reader.Read()
            ? new ChainTip(
                (ulong)reader.GetInt64(0) + 1,
                reader.GetFieldValue<byte[]>(1),
                reader.GetFieldValue<byte[]>(2),
                (ulong)reader.GetInt64(3))
            : new ChainTip(0, [], [], 0);
    }

    public ulong GetStateHeight()
    {
        using var reader = stateHeight.Read();
        return reader.Read() ? (ulong)reader.GetInt64(0) : 0;
    }

    /// <summary>The block, or null when the chain is not that long.</summary>
    public Block? GetBlock(ulong number)
    {
        if (number > long.MaxValue)
            return null;
        var result = new Block();
        using (var reader = block.Read((long)number))
        {
            if (!reader.Read())
                return null;
            result.Header = BlockHeader.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0));
            result.Metadata = BlockMetadata.Parser.ParseFrom(reader.GetFieldValue<byte[]>(1));
        }
        result.Data = new BlockData();
        using var data = envelopes.Read((long)number);
        while (data.Read())
            result.Data.Data.Add(UnsafeByteOperations.UnsafeWrap(data.GetFieldValue<byte[]>(0)));
        return result;
    }

    public byte[]? GetEnvelope(ulong number, int position)
    {
        using var reader = envelope.Read((long)number, (long)position);
        return reader.Read() ? reader.GetFieldValue<byte[]>(0) : null;
    }

    /// <summary>The number of the block with this header hash, or null.</summary>
    public ulong? FindBlock(byte[] headerHash)
    {
        using var reader = numberByHash.Read(headerHash);
        return reader.Read() ? (ulong)reader.GetInt64(0) : null;
    }

    /// <summary>The place and verdict of a transaction, or null when no block holds it.</summary>
    public TransactionLocation? FindTransaction(string transactionId)
    {
        using var reader = transaction.Read(transactionId);
        return reader.Read()
            ? new TransactionLocation((ulong)reader.GetInt64(0), (int)reader.GetInt64(1), (TxValidationCode)reader.GetInt64(2))
            : null;
    }

    public void Dispose()
    {
        foreach (var query in new[] { tip, block, envelopes, envelope, transaction, numberByHash, stateHeight })
            query.Dispose();
    }
}
