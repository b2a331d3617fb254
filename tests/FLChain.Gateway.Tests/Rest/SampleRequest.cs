using System.Net;
using System.Net.Http.Json;
using FLChain.Gateway.Submissions;

namespace FLChain.Gateway.Tests.Rest;

/// <summary>A request of a test.</summary>
/// <param name="Client">Who sends it.</param>
/// <param name="Path">Where to.</param>
/// <param name="Body">Its body, serialized as JSON, or bytes as they are; null for none.</param>
/// <param name="Status">What it is answered with, where it is refused.</param>
/// <param name="Code">The problem's code, where it is refused.</param>
internal sealed record SampleRequest(HttpClient Client, string Path, object? Body = null, HttpStatusCode Status = HttpStatusCode.Forbidden, string Code = "GW0003")
{
    /// <summary>Sends it.</summary>
    public async Task<HttpResponseMessage> SendAsync(string method, string? key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Path)
        {
            Content = Body switch
            {
                null => null,
                byte[] bytes => new ByteArrayContent(bytes) { Headers = { ContentType = new("application/octet-stream") } },
                _ => JsonContent.Create(Body),
            },
        };
        if (key is not null) request.Headers.Add(IdempotencyMiddleware.Header, key);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }
}
