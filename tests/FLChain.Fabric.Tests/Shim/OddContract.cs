using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Tests.Shim;

/// <summary>Transactions at the edges of what a router has to bear.</summary>
public sealed class OddContract : Contract
{
    public override string Name => "odd";

    [EvaluateTransaction]
    public Task<byte[]> ReverseAsync(TransactionContext context, byte[] bytes) => Task.FromResult<byte[]>([.. bytes.Reverse()]);

    [EvaluateTransaction]
    public Task<string?> NothingAsync(TransactionContext context) => Task.FromResult<string?>(null);

    [SubmitTransaction]
    public Task ThrowAsync(TransactionContext context) => throw new FormatException("of the contract, not of its caller");

    [SubmitTransaction]
    public async Task ThrowLaterAsync(TransactionContext context)
    {
        await Task.Yield();
        throw new FormatException("of the contract, not of its caller");
    }

    [SubmitTransaction]
    public Task NoTaskAsync(TransactionContext context) => null!;

    [EvaluateTransaction]
    public async Task SneakAsync(TransactionContext context, string operation)
    {
        switch (operation)
        {
            case nameof(IChaincodeStub.PutStateAsync):
                await context.Stub.PutStateAsync("k", new byte[] { 1 });
                break;
            case nameof(IChaincodeStub.DeleteStateAsync):
                await context.Stub.DeleteStateAsync("k");
                break;
            case nameof(IChaincodeStub.PutPrivateDataAsync):
                await context.Stub.PutPrivateDataAsync("c", "k", new byte[] { 1 });
                break;
            case nameof(IChaincodeStub.DeletePrivateDataAsync):
                await context.Stub.DeletePrivateDataAsync("c", "k");
                break;
            case nameof(IChaincodeStub.PurgePrivateDataAsync):
                await context.Stub.PurgePrivateDataAsync("c", "k");
                break;
            case nameof(IChaincodeStub.SetStateValidationParameterAsync):
                await context.Stub.SetStateValidationParameterAsync("k", null);
                break;
            case nameof(IChaincodeStub.SetPrivateDataValidationParameterAsync):
                await context.Stub.SetPrivateDataValidationParameterAsync("c", "k", null);
                break;
            default:
                context.Stub.SetEvent("e", new byte[] { 1 });
                break;
        }
    }

    [EvaluateTransaction]
    public async Task SneakQuietlyAsync(TransactionContext context)
    {
        try
        {
            await context.Stub.PutStateAsync("k", new byte[] { 1 });
        }
        catch (ReadOnlyTransactionException)
        {
            // The contract carries on as if it had written.
        }
    }

    [EvaluateTransaction]
    public async Task<string> ReadEverythingAsync(TransactionContext context)
    {
        IChaincodeStub stub = context.Stub;
        var parts = new List<string> { Convert.ToHexString((await stub.GetStateAsync("k"))!) };
        await foreach (KeyValue row in stub.GetStateByRangeAsync("", ""))
        {
            parts.Add(row.Key);
        }

        parts.Add((await stub.GetStatePageAsync("", "", 1, "")).Items[0].Key);
        await foreach (KeyVersion version in stub.GetHistoryAsync("k"))
        {
            parts.Add(version.TransactionId);
        }

        parts.Add(Convert.ToHexString((await stub.GetPrivateDataAsync("c", "k"))!));
        parts.Add(Convert.ToHexString((await stub.GetPrivateDataHashAsync("c", "k"))!));
        await foreach (KeyValue row in stub.GetPrivateDataByRangeAsync("c", "", ""))
        {
            parts.Add(row.Key);
        }

        parts.Add(stub.ChannelId);
        return string.Join(' ', parts);
    }
}

public sealed class NumberedContext(IChaincodeStub stub, int number) : TransactionContext(stub)
{
    public int Number { get; } = number;
}

public sealed class NumberedContract : Contract
{
    public override string Name => "n";

    [EvaluateTransaction]
    public Task<int> NumberAsync(NumberedContext context) => Task.FromResult(context.Number);
}
