using System.Text.Json;

namespace FLChain.Fabric.Client;

/// <summary>
/// A checkpoint in a file, written whole to a file beside it and then put in its place: after a crash at any moment the
/// file holds the old position or the new one. Safe for concurrent use within one process; not to be shared by two.
/// </summary>
public sealed class FileCheckpoint : ICheckpoint, IDisposable
{
    private readonly string _path;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile Position _position;

    private FileCheckpoint(string path, Position position)
    {
        _path = path;
        _position = position;
    }

    /// <inheritdoc/>
    public ulong? BlockNumber => _position.BlockNumber;

    /// <inheritdoc/>
    public string TransactionId => _position.TransactionId;

    /// <summary>Opens a checkpoint; a file that is not there yet means that nothing was recorded.</summary>
    /// <exception cref="FabricConfigurationException">The file is there but is no checkpoint: delete it to begin anew.</exception>
    public static async Task<FileCheckpoint> OpenAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.GetFullPath(path);
        if (!File.Exists(path))
            return new FileCheckpoint(path, new Position(null, ""));
        try
        {
            var position = JsonSerializer.Deserialize<Position>(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
            if (position is { BlockNumber: not null, TransactionId: not null })
                return new FileCheckpoint(path, position);
        }
        catch (JsonException exception)
        {
            throw new FabricConfigurationException($"'{path}' is not a checkpoint; delete it to begin anew.", exception);
        }
        throw new FabricConfigurationException($"'{path}' is not a checkpoint; delete it to begin anew.");
    }

    /// <inheritdoc/>
    public Task RecordBlockAsync(ulong blockNumber, CancellationToken cancellationToken = default)
        => WriteAsync(new Position(blockNumber + 1, ""), cancellationToken);

    /// <inheritdoc/>
    public Task RecordTransactionAsync(ulong blockNumber, string transactionId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(transactionId);
        return WriteAsync(new Position(blockNumber, transactionId), cancellationToken);
    }

    /// <summary>Lets go of what guards the file; what was recorded stays.</summary>
    public void Dispose() => _turn.Dispose();

    private async Task WriteAsync(Position position, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var next = _path + ".next";
            var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None);
            await using (file.ConfigureAwait(false))
            {
                await JsonSerializer.SerializeAsync(file, position, cancellationToken: cancellationToken).ConfigureAwait(false);
                // On the disk before it takes the old one's place, or a power cut could leave an empty file.
                file.Flush(flushToDisk: true);
            }
            File.Move(next, _path, overwrite: true);
            _position = position;
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed record Position(ulong? BlockNumber, string TransactionId);
}
