using System.Text;
using FLChain.Core.Encoding;
using FLChain.Fabric.Shim;

namespace FLChain.Chaincode.Tests.Harness;

// A transaction is an instance method, whether it needs the instance or not.
#pragma warning disable CA1822

/// <summary>A contract that does what the harness must catch or keep.</summary>
internal sealed class ProbeContract : Contract
{
    private static int s_calls;

    public override string Name => "probe";

    [SubmitTransaction]
    public async Task Put(TransactionContext context, string key) =>
        await context.Stub.PutStateAsync(LedgerKey.Create("probe", key), Encoding.UTF8.GetBytes(key));

    [SubmitTransaction]
    public async Task<bool> PutAndRead(TransactionContext context, string key)
    {
        await Put(context, key);
        return await context.Stub.GetStateAsync(LedgerKey.Create("probe", key)) is not null;
    }

    [SubmitTransaction]
    public async Task Change(TransactionContext context, string key)
    {
        var before = await context.Stub.GetStateAsync(LedgerKey.Create("probe", key)) ?? [];
        await context.Stub.PutStateAsync(LedgerKey.Create("probe", key), (byte[])[.. before, 1]);
    }

    [SubmitTransaction]
    public async Task CountInto(TransactionContext context, string key)
    {
        var range = LedgerKey.Range("probe");
        var count = 0;
        await foreach (var row in context.Stub.GetStateByRangeAsync(range.Start, range.End)) count++;
        await context.Stub.PutStateAsync(LedgerKey.Create("count", key), BitConverter.GetBytes(count + 1));
    }

    [SubmitTransaction]
    public async Task PutPrivate(TransactionContext context, string key) =>
        await context.Stub.PutPrivateDataAsync("payloads", key, Encoding.UTF8.GetBytes(key));

    [EvaluateTransaction]
    public async Task<bool> HasPrivate(TransactionContext context, string key) =>
        await context.Stub.GetPrivateDataAsync("payloads", key) is not null;

    [SubmitTransaction]
    public async Task TwoAtOnce(TransactionContext context, string key) =>
        await Task.WhenAll(context.Stub.GetStateAsync(key), context.Stub.GetStateAsync(key));

    [SubmitTransaction]
    public async Task WriteAfterPage(TransactionContext context, string key)
    {
        await context.Stub.GetStatePageAsync(key, string.Empty, 1, string.Empty);
        await Put(context, key);
    }

    [SubmitTransaction]
    public async Task Undecided(TransactionContext context, string key) =>
        await context.Stub.PutStateAsync(LedgerKey.Create("probe", key), BitConverter.GetBytes(Interlocked.Increment(ref s_calls)));

    [SubmitTransaction]
    public async Task OneSided(TransactionContext context, string account)
    {
        var at = context.Stub.Timestamp.ToUnixTimeMilliseconds();
        var posting = new Posting(account, 5, AccountName.Issue, PaymentEvent.Mint, string.Empty, at, context.Stub.TransactionId);
        await context.Stub.PutStateAsync(Keys.Posting(account, at, context.Stub.TransactionId, 0), CanonicalJson.Encode(posting));
    }

    [SubmitTransaction]
    public async Task OutOfNothing(TransactionContext context, string party) =>
        await context.Stub.PutStateAsync(Keys.Account(party), CanonicalJson.Encode(new AccountRecord(1, 0)));
}
