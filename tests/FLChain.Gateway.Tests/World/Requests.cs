using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FLChain.Gateway.Tests.World;

/// <summary>Short forms of requests and of what is asserted of their answers.</summary>
internal static class Requests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<JsonElement> GetOkAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    public static async Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, object? body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Stop);
    }

    public static async Task<JsonElement> PostOkAsync(this HttpClient client, string path, object? body, string? key = null)
    {
        using var answer = await client.PostAsync(path, body, key ?? Guid.NewGuid().ToString());
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    /// <summary>Asserts that the answer is a problem with this status and code.</summary>
    public static async Task<JsonElement> AssertProblemAsync(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == status, $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}: {answer.StatusCode}, not {status}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Equal($"urn:flchain:error:{code}", problem.GetProperty("type").GetString());
        return problem;
    }

    public static async Task AssertGetProblemAsync(this HttpClient client, string path, HttpStatusCode status, string code)
    {
        using var answer = await client.GetAsync(path, Stop);
        await answer.AssertProblemAsync(status, code);
    }

    public static async Task AssertPostProblemAsync(this HttpClient client, string path, object? body, HttpStatusCode status, string code)
    {
        using var answer = await client.PostAsync(path, body, Guid.NewGuid().ToString());
        await answer.AssertProblemAsync(status, code);
    }

    public static IEnumerable<JsonElement> Items(this JsonElement list) => list.GetProperty("items").EnumerateArray();

    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
