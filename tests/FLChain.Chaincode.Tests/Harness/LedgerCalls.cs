using FLChain.Core.Encoding;

namespace FLChain.Chaincode.Tests.Harness;

/// <summary>How tests call the chaincode: bytes in, bytes out, through the real router.</summary>
internal static class LedgerCalls
{
    /// <summary>Endorses without committing, so that two transactions can meet on the same state. The argument may be raw bytes, or null for none.</summary>
    public static Task<Endorsement> EndorseAsync(this MemoryLedger ledger, TestIdentity caller, string contract, string transaction, object? argument = null, byte[]? payload = null)
    {
        var bytes = argument as byte[] ?? (argument is null ? null : CanonicalJson.Encode(argument.GetType(), argument));
        return ledger.EndorseAsync(ledger.Propose(caller, $"{contract}:{transaction}", bytes, payload));
    }

    /// <summary>Submits and commits; the transaction must succeed.</summary>
    public static async Task<Endorsement> SubmitAsync(this MemoryLedger ledger, TestIdentity caller, string contract, string transaction, object? argument = null, byte[]? payload = null)
    {
        var endorsement = await ledger.EndorseAsync(caller, contract, transaction, argument, payload);
        Assert.True(endorsement.Response.IsOk, $"{contract}:{transaction} by {caller}: {endorsement.Response.Message}");
        Assert.Equal([ValidationCode.Valid], ledger.Commit(endorsement));
        Assert.Equal($"{contract}.{transaction}", endorsement.Sets.EventName);
        return endorsement;
    }

    /// <summary>Submits and commits; the transaction must succeed and answer a <typeparamref name="T"/>.</summary>
    public static async Task<T> SubmitAsync<T>(this MemoryLedger ledger, TestIdentity caller, string contract, string transaction, object? argument = null, byte[]? payload = null) =>
        (await ledger.SubmitAsync(caller, contract, transaction, argument, payload)).Answer<T>();

    /// <summary>Runs a query, which must succeed and write nothing.</summary>
    public static async Task<T> EvaluateAsync<T>(this MemoryLedger ledger, TestIdentity caller, string contract, string transaction, object? argument = null)
    {
        var endorsement = await ledger.EndorseAsync(caller, contract, transaction, argument);
        Assert.True(endorsement.Response.IsOk, $"{contract}:{transaction} by {caller}: {endorsement.Response.Message}");
        Assert.True(endorsement.Sets.WritesNothing, $"{contract}:{transaction} is a query and writes");
        return endorsement.Answer<T>();
    }

    /// <summary>Submits; the transaction must be refused with the code, and its words are returned.</summary>
    public static async Task<string> RefusedAsync(this MemoryLedger ledger, string code, TestIdentity caller, string contract, string transaction, object? argument = null, byte[]? payload = null)
    {
        var endorsement = await ledger.EndorseAsync(caller, contract, transaction, argument, payload);
        Assert.False(endorsement.Response.IsOk, $"{contract}:{transaction} by {caller} was not refused with {code}");
        var error = LedgerError.Find(endorsement.Response.Message);
        Assert.True(error is not null, $"{contract}:{transaction} by {caller} failed without a code: {endorsement.Response.Message}");
        Assert.True(error.Code == code, $"{contract}:{transaction} by {caller} was refused with {error.Message}, not with {code}");
        return error.Text;
    }

    /// <summary>What the transaction answered.</summary>
    public static T Answer<T>(this Endorsement endorsement) =>
        typeof(T) == typeof(byte[]) ? (T)(object)endorsement.Response.Payload.ToArray() : CanonicalJson.Decode<T>(endorsement.Response.Payload.Span);

    /// <summary>What stands under a key of the world state, or null.</summary>
    public static T? Read<T>(this MemoryLedger ledger, string key)
        where T : class => ledger.State.Get(key) is { } stored ? CanonicalJson.Decode<T>(stored.Bytes) : null;

    /// <summary>Payload of the last event, which must be of the transaction.</summary>
    public static T LastEvent<T>(this MemoryLedger ledger, string name)
    {
        var last = ledger.Events[^1];
        Assert.Equal(name, last.Name);
        return CanonicalJson.Decode<T>(last.Payload);
    }
}
