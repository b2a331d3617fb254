using System.Runtime.CompilerServices;
using FLChain.Cli.Audit;
using FLChain.Core.Requests;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;

namespace FLChain.Cli.Tests.Audit;

/// <summary>What a peer gave, kept so that a test may alter a byte of it. A copy's changes touch nothing of the original.</summary>
internal sealed class RecordedSource(X509Identity caller) : IAuditSource
{
    public X509Identity Caller => caller;

    public List<Block> Blocks { get; private init; } = [];

    public Dictionary<PayloadReference, byte[]?> Payloads { get; private init; } = [];

    public Dictionary<string, byte[]?> Answers { get; private init; } = [];

    public RecordedSource Copy() => new(caller)
    {
        Blocks = [.. Blocks.Select(block => block.Clone())],
        Payloads = Payloads.ToDictionary(entry => entry.Key, entry => entry.Value?.ToArray()),
        Answers = Answers.ToDictionary(entry => entry.Key, entry => entry.Value?.ToArray()),
    };

    public static string Key(string query, byte[]? argument) => $"{query} {(argument is null ? string.Empty : Convert.ToHexString(argument))}";

    public Task<ulong> GetHeightAsync(CancellationToken cancellationToken) => Task.FromResult((ulong)Blocks.Count);

    public async IAsyncEnumerable<Block> BlocksAsync(ulong first, ulong last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var block in Blocks.Skip((int)first).Take((int)(last - first + 1))) yield return block;
        await Task.CompletedTask;
    }

    public Task<byte[]?> GetPayloadAsync(PayloadReference reference, CancellationToken cancellationToken) =>
        Task.FromResult(Payloads.GetValueOrDefault(reference));

    public Task<byte[]?> EvaluateAsync(string query, byte[]? argument, CancellationToken cancellationToken) =>
        Task.FromResult(Answers.GetValueOrDefault(Key(query, argument)));
}
