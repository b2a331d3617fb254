using System.Text;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Gateway.Index;

/// <summary>
/// Takes from a block what the index keeps. The peer's verdicts are believed, as those of the organization's own peer;
/// who believes no peer runs the audit. Not safe for concurrent use.
/// </summary>
internal sealed class BlockReader(string chaincode)
{
    private const int MostCreators = 4096;
    private const int LongestFunction = 200;

    // A certificate costs more to take apart than the rest of its transaction, and most creators come again.
    private readonly Dictionary<ByteString, (string Msp, string Party)> _creators = [];

    /// <exception cref="ChainBreakException">The block's data do not have the hash in its header.</exception>
    public IndexedBlock Read(Block block)
    {
        var header = block.Header ?? throw new ChainBreakException("the peer gave a block without a header");
        if (!BlockHashing.DataHash(block.Data ?? new BlockData()).AsSpan().SequenceEqual(header.DataHash.Span))
            throw new ChainBreakException($"the data of block {header.Number} do not have the hash in its header");
        return new IndexedBlock(
            header.Number,
            BlockHashing.HeaderHash(header),
            header.PreviousHash.ToByteArray(),
            [.. BlockTransaction.ReadAll(block).Select(Read)]);
    }

    private IndexedTransaction Read(BlockTransaction entry)
    {
        if (!entry.Envelope.IsValid)
            return new IndexedTransaction(entry.Index, "", entry.ValidationCode, 0, "", "", "", "", [], []);
        var transaction = entry.Envelope.Transaction;
        var (msp, party) = CreatorOf(transaction.SignatureHeader.Creator);
        var at = transaction.ChannelHeader.Timestamp is null ? 0 : transaction.Timestamp.ToUnixTimeMilliseconds();
        var action = transaction.Action is { } endorsed && endorsed.ChaincodeName == chaincode ? endorsed : null;
        var valid = entry.ValidationCode == TxValidationCode.Valid;
        var raised = valid ? action?.Event : null;
        return new IndexedTransaction(
            entry.Index,
            transaction.TransactionId,
            entry.ValidationCode,
            at,
            msp,
            party,
            action is null ? "" : FunctionOf(action),
            raised?.EventName ?? "",
            raised?.Payload.ToByteArray() ?? [],
            valid && action is not null ? WritesOf(action) : []);
    }

    private List<IndexedWrite> WritesOf(EndorsedAction action)
    {
        var writes = new List<IndexedWrite>();
        foreach (var space in action.Namespaces)
        {
            if (space.Namespace != chaincode) continue;

            // Fabric cannot tell an empty value from a deletion.
            foreach (var write in space.Public.Writes)
                writes.Add(new IndexedWrite(Encoding.UTF8.GetBytes(write.Key), write.IsDelete || write.Value.IsEmpty ? null : write.Value.ToByteArray()));
        }

        return writes;
    }

    private (string Msp, string Party) CreatorOf(ByteString creator)
    {
        if (creator.IsEmpty) return ("", "");
        if (_creators.TryGetValue(creator, out var known)) return known;
        if (_creators.Count >= MostCreators) _creators.Clear();
        var found = X509Identity.TryParse(creator, out var identity, out _)
            ? (identity.MspId, Naming.PartyId(identity.Certificate.PublicKey.ExportSubjectPublicKeyInfo()))
            : ("", "");
        _creators[creator] = found;
        return found;
    }

    private static string FunctionOf(EndorsedAction action)
    {
        if (action.Arguments.Count == 0) return "";
        var function = Encoding.UTF8.GetString(action.Arguments[0].Span);
        return function.Length <= LongestFunction ? function : function[..LongestFunction];
    }
}
