using System.Runtime.CompilerServices;
using FLChain.Cli.Audit;
using FLChain.Core.Requests;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;

namespace FLChain.Cli.Tests.Audit;

/// <summary>Passes everything through and writes it down.</summary>
internal sealed class RecordingSource(IAuditSource source) : IAuditSource
{
    private readonly Lock _gate = new();

    public RecordedSource Recorded { get; } = new(source.Caller);

    public X509Identity Caller => source.Caller;

    public Task<ulong> GetHeightAsync(CancellationToken cancellationToken) => source.GetHeightAsync(cancellationToken);

    public async IAsyncEnumerable<Block> BlocksAsync(ulong first, ulong last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var block in source.BlocksAsync(first, last, cancellationToken))
        {
            Recorded.Blocks.Add(block.Clone());
            yield return block;
        }
    }

    public async Task<byte[]?> GetPayloadAsync(PayloadReference reference, CancellationToken cancellationToken)
    {
        var payload = await source.GetPayloadAsync(reference, cancellationToken);
        lock (_gate) Recorded.Payloads[reference] = payload;
        return payload;
    }

    public async Task<byte[]?> EvaluateAsync(string query, byte[]? argument, CancellationToken cancellationToken)
    {
        var answer = await source.EvaluateAsync(query, argument, cancellationToken);
        lock (_gate) Recorded.Answers[RecordedSource.Key(query, argument)] = answer;
        return answer;
    }
}
