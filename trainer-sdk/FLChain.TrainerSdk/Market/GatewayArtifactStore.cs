using System.Net;
using System.Net.Http.Headers;
using FLChain.Core.Ledger;

namespace FLChain.TrainerSdk.Market;

/// <summary>
/// Keeps the encrypted model of one federation at an organization's gateway. A gateway that restarts is waited for, about a
/// quarter of a minute; a download that is cut off goes on where it was; what comes is checked against its digest, so the
/// gateway need not be trusted. Safe for concurrent use.
/// </summary>
/// <param name="client">Client whose base address is the gateway's and which signs in (a bearer token of <c>POST /v1/tokens</c>); it stays the caller's.</param>
/// <param name="fid">The federation's model.</param>
public sealed class GatewayArtifactStore(HttpClient client, string fid) : IArtifactStore
{
    private const int MostTries = 8;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The gateway refuses, or does not come back.</exception>
    public async Task PutAsync(string digest, ReadOnlyMemory<byte> ciphertext, CancellationToken cancellationToken = default)
    {
        if (Naming.Digest(ciphertext.Span) != digest) throw new ArgumentException("the digest is not that of the bytes", nameof(digest));
        await UntilThereAsync(
            async () =>
            {
                using var content = new ReadOnlyMemoryContent(ciphertext);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
                using var answer = await client.PutAsync(new Uri($"/v1/models/{fid}/artifacts/{digest}", UriKind.Relative), content, cancellationToken);
                answer.EnsureSuccessStatusCode();
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The gateway refuses, or does not come back.</exception>
    public async Task<byte[]?> GetAsync(string digest, long maxBytes, CancellationToken cancellationToken = default)
    {
        using var bytes = new MemoryStream();
        // What has come is kept; each further request asks for the rest.
        if (!await UntilThereAsync(() => ContinueAsync(bytes, digest, maxBytes, cancellationToken), cancellationToken)) return null;
        return Naming.Digest(bytes.ToArray()) == digest ? bytes.ToArray() : throw new InvalidDataException("the stored artifact does not have its digest");
    }

    private static async Task<bool> UntilThereAsync(Func<Task<bool>> request, CancellationToken cancellationToken)
    {
        var delay = FirstDelay;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await request();
            }
            catch (Exception lost) when (tries < MostTries && lost is IOException or HttpRequestException { StatusCode: null })
            {
                await Task.Delay(delay, cancellationToken);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }

    private async Task<bool> ContinueAsync(MemoryStream bytes, string digest, long maxBytes, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/v1/models/{fid}/artifact", UriKind.Relative));
        if (bytes.Length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(bytes.Length, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue($"\"{digest}\""));
        }

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound) return false;
        answer.EnsureSuccessStatusCode();

        // A whole answer to a request for the rest is another artifact than before: from its beginning, then.
        if (answer.StatusCode != HttpStatusCode.PartialContent) bytes.SetLength(0);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (bytes.Length + read > maxBytes) throw new InvalidDataException($"the stored artifact is longer than the {maxBytes} bytes on the ledger");
            bytes.Write(buffer, 0, read);
        }

        return true;
    }
}
