using System.Diagnostics;
using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Protos;
using FLChain.DevPeer.Validation;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace FLChain.DevPeer.Ordering;

/// <summary>Turns envelopes into committed blocks, one after another. Not safe for concurrent use.</summary>
internal sealed class BlockCommitter(
    LedgerStore ledger, ChannelContext channel, SigningIdentity orderer, BlockValidator validator, TransactionWatch watch, ILogger logger)
{
    /// <summary>How often endorsements that were never submitted are cleared away, in blocks.</summary>
    private const ulong TransientSweepBlocks = 100;

    private readonly BlockAssembler assembler = new(orderer);

    /// <summary>Writes a CONFIG block unless the chain's last one says the same already.</summary>
    /// <exception cref="LedgerCorruptionException">The ledger belongs to another channel.</exception>
    public async Task EnsureConfigurationAsync(BatchLimits limits, DateTimeOffset time)
    {
        var sequence = 0UL;
        if (ledger.Tip.Height > 0)
        {
            var (current, channelId) = ConfigEnvelopes.Read(ledger.Blocks.GetBlock(ledger.Tip.LastConfigBlock)!.Data.Data[0]);
            if (channelId != channel.ChannelId)
                throw new LedgerCorruptionException($"The ledger is of channel '{channelId}', not '{channel.ChannelId}'.");
            if (current.Equals(Configure(limits, current.Sequence)))
                return;
            sequence = current.Sequence + 1;
        }
        var envelope = ConfigEnvelopes.Sign(Configure(limits, sequence), channel.ChannelId, orderer, time);
        var number = ledger.Tip.Height;
        var block = assembler.Assemble(ledger.Tip, [envelope], number);
        await WriteAsync(block, new ValidatedBlock([(byte)TxValidationCode.Valid], [], new UpdateBatch(), []), number);
        OrderingLog.ConfigurationChanged(logger, number, sequence);
    }

    /// <summary>Chains, validates and durably writes one block of transactions.</summary>
    public async Task CommitAsync(IReadOnlyList<ByteString> envelopes)
    {
        var started = Stopwatch.GetTimestamp();
        var block = assembler.Assemble(ledger.Tip, envelopes, ledger.Tip.LastConfigBlock);
        var validated = validator.Validate(block.Header.Number, envelopes);
        await WriteAsync(block, validated, ledger.Tip.LastConfigBlock);
        OrderingLog.BlockCommitted(
            logger,
            block.Header.Number,
            validated.Verdicts.Count(verdict => verdict == (byte)TxValidationCode.Valid),
            envelopes.Count,
            Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    private Config Configure(BatchLimits limits, ulong sequence) =>
        ChannelConfiguration.Build(channel, orderer.Identity.MspId, limits, sequence);

    private async Task WriteAsync(Block block, ValidatedBlock validated, ulong lastConfigBlock)
    {
        var number = block.Header.Number;
        var commitHash = validated.Updates.ComputeCommitHash(validated.Verdicts, ledger.Tip.CommitHash);
        BlockAssembler.Complete(block, validated.Verdicts, commitHash);
        await ledger.CommitAsync(new CommittedBlock
        {
            Block = block,
            HeaderHash = BlockHashing.HeaderHash(block.Header),
            CommitHash = commitHash,
            LastConfigBlock = lastConfigBlock,
            Transactions = validated.Transactions,
            Updates = validated.Updates,
            ExpiryOf = collection => ExpiryOf(collection, number),
        });
        foreach (var (transactionId, position, code) in validated.Transactions)
            watch.Publish(transactionId, new TransactionLocation(number, position, code));
        if (validated.PrivateWriters.Count > 0 || number % TransientSweepBlocks == 0)
            ledger.Transient.Forget(validated.PrivateWriters, ledger.Tip.Height);
    }

    // Readable through block N + B, so it goes with block N + B + 1.
    private ulong? ExpiryOf(CollectionId id, ulong number)
    {
        var blockToLive = channel.FindCollection(id.Namespace, id.Name)?.BlockToLive ?? 0;
        return blockToLive == 0 ? null : number + blockToLive + 1;
    }
}
