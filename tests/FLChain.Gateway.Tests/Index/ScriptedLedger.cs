using System.Runtime.CompilerServices;
using FLChain.Fabric.Protos;
using FLChain.Gateway.Index;

namespace FLChain.Gateway.Tests.Index;

/// <summary>A ledger whose stream of blocks can be lost and come back, with the same blocks or with others.</summary>
internal sealed class ScriptedLedger : ILedgerSource
{
    private readonly Lock _lock = new();
    private IReadOnlyList<Block> _blocks = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _lost;

    /// <summary>First blocks of the streams that were opened.</summary>
    public List<ulong> Opened { get; } = [];

    public void Has(IReadOnlyList<Block> blocks, bool lost = false)
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            (_blocks, _lost) = (blocks, lost);
            before = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.SetResult();
    }

    public async IAsyncEnumerable<Block> BlocksAsync(ulong first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        lock (_lock) Opened.Add(first);
        for (var next = (int)first; ; next++)
        {
            while (true)
            {
                Task changed;
                lock (_lock)
                {
                    if (_lost) throw new IOException("the peer is gone");
                    if (next < _blocks.Count) break;
                    changed = _changed.Task;
                }

                await changed.WaitAsync(cancellationToken);
            }

            yield return _blocks[next];
        }
    }

    public Task<ulong> HeightAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return _lost ? Task.FromException<ulong>(new IOException("the peer is gone")) : Task.FromResult((ulong)_blocks.Count);
    }
}
