using System.Security.Cryptography;
using FLChain.Core.Requests;
using Google.Protobuf;

namespace FLChain.Cli.Audit.Payloads;

/// <summary>
/// Gets payloads from the source and keeps them for the transactions to come, up to a number of bytes; the oldest go
/// first. What does not hash to what the block says is never given out. Safe for concurrent use.
/// </summary>
internal sealed class PayloadShelf(IAuditSource source, AuditOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(PayloadReference, ByteString), FetchedPayload> _kept = [];
    private readonly Queue<(PayloadReference, ByteString)> _order = [];
    private long _bytes;

    public async Task<FetchedPayload> GetAsync(PayloadReference reference, ByteString hash, CancellationToken cancellationToken)
    {
        if (options.Fid is { } fid && reference.Fid != fid) return new FetchedPayload(null, PayloadState.OutOfScope);
        lock (_gate)
            if (_kept.TryGetValue((reference, hash), out var known))
                return known;
        var bytes = await source.GetPayloadAsync(reference, cancellationToken);
        var fetched = bytes is null ? new FetchedPayload(null, PayloadState.Absent)
            : hash.Span.SequenceEqual(SHA256.HashData(bytes)) ? new FetchedPayload(bytes, PayloadState.Present)
            : new FetchedPayload(null, PayloadState.Altered);
        Keep((reference, hash), fetched);
        return fetched;
    }

    private void Keep((PayloadReference, ByteString) key, FetchedPayload fetched)
    {
        lock (_gate)
        {
            if (!_kept.TryAdd(key, fetched)) return;
            _order.Enqueue(key);
            _bytes += Weight(fetched);
            while (_bytes > options.PayloadCacheBytes && _order.TryDequeue(out var oldest))
                if (_kept.Remove(oldest, out var gone))
                    _bytes -= Weight(gone);
        }
    }

    // An entry weighs something even when it holds nothing.
    private static long Weight(FetchedPayload payload) => 256 + (payload.Bytes?.Length ?? 0);
}
