using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using FLChain.Core.Records;
using FLChain.Core.Requests;

namespace FLChain.TrainerSdk.Gateway;

/// <summary>
/// An organization's gateway for programs. What it tells of the ledger is the organization's word; <see cref="RecordProof"/>
/// and the audit are for who does not take it. Safe for concurrent use.
/// </summary>
/// <param name="http">Client whose base address is the gateway's; it stays the caller's.</param>
public sealed class GatewayClient(HttpClient http)
{
    private const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>JSON as the gateway speaks it.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Signs in: every later request of the <see cref="HttpClient"/> is in the user's name, for an hour.</summary>
    /// <exception cref="GatewayException"><c>GW0005</c>: name or password are wrong.</exception>
    public async Task SignInAsync(string name, string password, CancellationToken cancellationToken = default)
    {
        var token = await SendAsync<Token>(HttpMethod.Post, "/v1/tokens", new { name, password }, null, cancellationToken);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.AccessToken);
    }

    /// <summary>A page of models, the newest first.</summary>
    /// <param name="search">Words, each the beginning of a word of id, title, task or description; null for all models.</param>
    /// <param name="cursor">Cursor of the page; null for the first.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<Listed<Placed<ModelRecord>>> ModelsAsync(string? search = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        GetAsync<Listed<Placed<ModelRecord>>>(Query("/v1/models", ("search", search), ("cursor", cursor)), cancellationToken);

    /// <summary>One model.</summary>
    /// <exception cref="GatewayException"><c>GW0004</c>: there is none.</exception>
    public Task<ShownModel> ModelAsync(string fid, CancellationToken cancellationToken = default) => GetAsync<ShownModel>($"/v1/models/{Uri.EscapeDataString(fid)}", cancellationToken);

    /// <summary>Whether a model is for sale, by the gateway's filter.</summary>
    public Task<ShownStatus> StatusAsync(string fid, CancellationToken cancellationToken = default) => GetAsync<ShownStatus>($"/v1/status/{Uri.EscapeDataString(fid)}", cancellationToken);

    /// <summary>A page of trainers, the most reliable first.</summary>
    public Task<Listed<Placed<TrainerRecord>>> TrainersAsync(string? search = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        GetAsync<Listed<Placed<TrainerRecord>>>(Query("/v1/trainers", ("search", search), ("cursor", cursor)), cancellationToken);

    /// <summary>A page of accusations on which something is still due, the most urgent first.</summary>
    public Task<Listed<Placed<AccusationRecord>>> OpenAccusationsAsync(string? cursor = null, CancellationToken cancellationToken = default) =>
        GetAsync<Listed<Placed<AccusationRecord>>>(Query("/v1/accusations", ("open", "true"), ("sort", "deadline"), ("cursor", cursor)), cancellationToken);

    /// <summary>Buys a model with the key that the gateway keeps.</summary>
    /// <param name="fid">Model.</param>
    /// <param name="buyerKey">DER SubjectPublicKeyInfo of a fresh P-256 key.</param>
    /// <param name="maxPrice">The most one would pay.</param>
    /// <param name="idempotencyKey">Chosen afresh for each purchase; the same again repeats no purchase.</param>
    /// <param name="cancellationToken">Stops waiting; the purchase may still take effect.</param>
    public Task<TookEffect<PurchaseRecord>> BuyAsync(string fid, byte[] buyerKey, long maxPrice, string idempotencyKey, CancellationToken cancellationToken = default) =>
        SendAsync<TookEffect<PurchaseRecord>>(HttpMethod.Post, $"/v1/models/{Uri.EscapeDataString(fid)}/purchases", new { buyerKey, maxPrice }, idempotencyKey, cancellationToken);

    /// <summary>Accuses a trainer, for people to judge, with the key that the gateway keeps.</summary>
    public Task<TookEffect<AccusationRecord>> AccuseAsync(ReportUnqualified accusation, string idempotencyKey, CancellationToken cancellationToken = default) =>
        SendAsync<TookEffect<AccusationRecord>>(HttpMethod.Post, "/v1/accusations", accusation, idempotencyKey, cancellationToken);

    /// <summary>A page of attested heights, the newest first.</summary>
    public Task<Listed<AttestedHeight>> RootsAsync(int limit = 50, string? cursor = null, CancellationToken cancellationToken = default) =>
        GetAsync<Listed<AttestedHeight>>(Query("/v1/audit/roots", ("limit", limit.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("cursor", cursor)), cancellationToken);

    /// <summary>Proof of a model's record, or of its absence.</summary>
    /// <param name="fid">Model.</param>
    /// <param name="block">The newest block that the tree is over; null for the newest of the gateway.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<RecordProof> ModelProofAsync(string fid, long? block = null, CancellationToken cancellationToken = default) => ProofAsync("models", fid, block, cancellationToken);

    /// <summary>Proof of a trainer's record, or of its absence; as for models.</summary>
    public Task<RecordProof> TrainerProofAsync(string dpId, long? block = null, CancellationToken cancellationToken = default) => ProofAsync("trainers", dpId, block, cancellationToken);

    private Task<RecordProof> ProofAsync(string kind, string id, long? block, CancellationToken cancellationToken) => GetAsync<RecordProof>(
        Query($"/v1/audit/proofs/{kind}/{Uri.EscapeDataString(id)}", ("block", block?.ToString(System.Globalization.CultureInfo.InvariantCulture))), cancellationToken);

    private Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, path, null, null, cancellationToken);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Json) };
        if (idempotencyKey is not null) request.Headers.Add(IdempotencyHeader, idempotencyKey);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw await ProblemOfAsync(answer, cancellationToken);
        return await answer.Content.ReadFromJsonAsync<T>(Json, cancellationToken) ?? throw new GatewayException((int)answer.StatusCode, "", "the answer is empty");
    }

    private static async Task<GatewayException> ProblemOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json") return new GatewayException(status, "", $"the gateway answered {status}");
        var problem = await answer.Content.ReadFromJsonAsync<Problem>(Json, cancellationToken);
        return new GatewayException(status, problem?.Code ?? "", problem?.Detail ?? "", problem?.TransactionId);
    }

    private static string Query(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = new List<string>();
        foreach (var (name, value) in parameters)
            if (value is not null) query.Add($"{name}={Uri.EscapeDataString(value)}");
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    private sealed record Token(string AccessToken);

    private sealed record Problem(string? Code, string? Detail, string? TransactionId);
}
