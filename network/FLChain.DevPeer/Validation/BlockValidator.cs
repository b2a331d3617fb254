using FLChain.DevPeer.Ledger;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace FLChain.DevPeer.Validation;

/// <summary>Judges all transactions of a block in order, and collects what the valid ones change.</summary>
internal sealed class BlockValidator(LedgerStore ledger, ChannelContext channel, EnvelopeValidator envelopes, ILogger logger)
{
    public ValidatedBlock Validate(ulong number, IReadOnlyList<ByteString> data)
    {
        var judged = new JudgedTransaction[data.Count];
        Parallel.For(0, data.Count, i => judged[i] = envelopes.Judge(data[i]));
        var updates = new UpdateBatch();
        var states = new StateValidator(ledger.State, updates);
        var endorsements = new BlockEndorsements(ledger.State);
        var writer = new TransactionWriter(ledger, updates, logger);
        var verdicts = new byte[data.Count];
        var transactions = new List<(string, int, TxValidationCode)>();
        var privateWriters = new List<string>(); // valid or not: their private writes have no further use
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < judged.Length; i++)
        {
            var (code, claimedId, action, endorsers) = judged[i];
            var isDuplicate = claimedId is not null && (!seen.Add(claimedId) || ledger.Blocks.FindTransaction(claimedId) is not null);
            if (isDuplicate)
                code = TxValidationCode.DuplicateTxid;
            if (code == TxValidationCode.Valid && !endorsements.Judge(action!, endorsers, name => channel.Satisfies(name, endorsers)))
                code = TxValidationCode.EndorsementPolicyFailure;
            if (code == TxValidationCode.Valid)
                code = states.Judge(action!);
            if (code == TxValidationCode.Valid)
                writer.Apply(action!, claimedId!, new StateVersion(number, (ulong)i));
            if (action is not null && WritesPrivately(action))
                privateWriters.Add(claimedId!);
            verdicts[i] = (byte)code;
            if (claimedId is not null && !isDuplicate)
                transactions.Add((claimedId, i, code));
        }
        return new ValidatedBlock(verdicts, transactions, updates, privateWriters);
    }

    private static bool WritesPrivately(EndorsedAction action) =>
        action.Namespaces.Any(space => space.Collections.Any(collection => !collection.PrivateHash.IsEmpty));
}
