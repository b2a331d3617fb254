using System.Globalization;
using System.Text.Json;

namespace FLChain.Gateway.Submissions;

/// <summary>What became of requests with an idempotency key, on disk; answers are encrypted, since some hold what is shown once. Safe for concurrent use; that a key is worked on by one request at a time is its caller's care.</summary>
internal sealed class RequestLog
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly GatewayDatabase _database;
    private readonly MasterKey _key;
    private readonly TimeProvider _time;

    public RequestLog(GatewayDatabase database, MasterKey key, TimeProvider time)
    {
        _database = database;
        _key = key;
        _time = time;
        Purge();
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Forgets answers that were kept for their time.</summary>
    public void Purge() => Execute("DELETE FROM requests WHERE at < $1 AND (status IS NOT NULL OR prepared IS NULL)", Now - (long)Kept.TotalMilliseconds);

    /// <summary>What tells a request from others under its key, without telling what is in it: bodies hold passwords.</summary>
    public byte[] Fingerprint(ReadOnlySpan<byte> request) => _key.Fingerprint("FLChain/gateway/request/v1", request);

    /// <summary>Notes the request, or says what became of it.</summary>
    public RequestBegin Begin(string user, string key, byte[] fingerprint)
    {
        using var session = _database.Open();
        session.Begin(write: true);
        var found = (RequestBegin)new RequestBegin.Fresh();
        using (var row = session.Query("SELECT fingerprint, prepared, status, content_type, body FROM requests WHERE user = $1 AND key = $2", user, key))
        {
            if (row.Read())
            {
                if (!row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(fingerprint)) return new RequestBegin.Reused();
                if (!row.IsDBNull(2)) found = new RequestBegin.Answered(Convert.ToInt32(row.GetValue(2), CultureInfo.InvariantCulture), row.GetString(3), Open(user, key, row.GetFieldValue<byte[]>(4)));
                else if (!row.IsDBNull(1)) found = new RequestBegin.Unfinished(JsonSerializer.Deserialize<PreparedRequest>(row.GetFieldValue<byte[]>(1))!);
            }
        }

        session.Execute("INSERT INTO requests(user, key, fingerprint, at) VALUES($1, $2, $3, $4) ON CONFLICT DO NOTHING", user, key, fingerprint, Now);
        session.Commit();
        return found;
    }

    /// <summary>Notes the transaction that is about to be submitted.</summary>
    public void Prepared(string user, string key, PreparedRequest prepared) =>
        Execute("UPDATE requests SET prepared = $3 WHERE user = $1 AND key = $2", user, key, JsonSerializer.SerializeToUtf8Bytes(prepared));

    /// <summary>Notes the answer.</summary>
    public void Answered(string user, string key, int status, string contentType, byte[] body) =>
        Execute("UPDATE requests SET status = $3, content_type = $4, body = $5, prepared = NULL WHERE user = $1 AND key = $2", user, key, status, contentType, _key.Seal(PurposeOf(user, key), body));

    /// <summary>The request certainly had no effect: the key may be used again.</summary>
    public void Forget(string user, string key) => Execute("DELETE FROM requests WHERE user = $1 AND key = $2", user, key);

    private byte[] Open(string user, string key, byte[] sealedBody) =>
        _key.TryOpen(PurposeOf(user, key), sealedBody, out var body) ? body : throw new InvalidDataException("an answer does not open with this master key");

    private static string PurposeOf(string user, string key) => $"FLChain/gateway/answer/v1/{user}/{key}";

    private void Execute(string sql, params ReadOnlySpan<object?> values)
    {
        using var session = _database.Open();
        session.Execute(sql, values);
    }
}
