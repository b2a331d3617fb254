using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using FLChain.Cli.Audit.State;
using FLChain.Fabric.Blocks;
using Google.Protobuf;

namespace FLChain.Cli.Audit.Chain;

/// <summary>
/// Which code a chaincode is, and who must endorse it, is its definition, and that more than half of the channel's members
/// must have approved. An organization approves in a collection of its own, whose hashes are on the ledger: what is
/// committed must hash to what it approved, as Fabric's lifecycle compares it. Blocks come in their order.
/// </summary>
internal sealed class DefinitionCheck(ChannelMembers members, LedgerState before, AuditJournal journal)
{
    private const string Fields = "namespaces/fields/";
    private const string Sequence = "/Sequence";

    // Everything of a definition that an organization approves, but for the sequence, which stands in the keys.
    private static readonly string[] Approved = ["EndorsementInfo", "ValidationInfo", "Collections"];

    /// <summary>Looks at the definitions that a block commits; the state is that before the block.</summary>
    public void Check(CheckedBlock block, ulong number)
    {
        foreach (var transaction in block.Transactions.Where(each => each.TookEffect && each.Transaction!.Action!.ChaincodeName == SystemNamespaces.Lifecycle))
        {
            foreach (var space in transaction.Transaction!.Action!.Namespaces.Where(space => space.Namespace == SystemNamespaces.Lifecycle))
                Check(space, transaction.PlaceIn(number));
        }
    }

    private void Check(NamespaceWrites space, AuditPlace place)
    {
        var written = space.Public.Writes.ToDictionary(write => write.Key, write => write.IsDelete ? null : write.Value, StringComparer.Ordinal);
        foreach (var (key, value) in written)
        {
            if (!TryReadChaincode(key, out var chaincode)) continue;
            journal.Examined(AuditCheckKind.Definitions);
            if (!TryReadNumber(value, out var sequence))
            {
                journal.Error(AuditCheckKind.Definitions, place, $"a sequence of {Printable.Text(chaincode)}", "bytes that are none");
                continue;
            }

            var approving = members.Names.Count(mspId => HasApproved(mspId, chaincode, sequence, written));
            if (approving <= members.Count / 2)
            {
                journal.Error(
                    AuditCheckKind.Definitions,
                    place,
                    $"a definition of {Printable.Text(chaincode)} at sequence {sequence} that more than half of the {members.Count} members have approved",
                    $"approvals of {approving}");
            }
        }
    }

    private bool HasApproved(string mspId, string chaincode, long sequence, Dictionary<string, ByteString?> written)
    {
        var collection = new CollectionId(SystemNamespaces.Lifecycle, SystemNamespaces.CollectionOf(mspId));
        return Approved.All(field =>
        {
            var key = $"{Fields}{chaincode}/{field}";
            var committed = written.TryGetValue(key, out var now) ? now : before.Get(SystemNamespaces.Lifecycle, key)?.Bytes;
            var approved = before.GetHash(collection, Hash(ByteString.CopyFromUtf8($"{Fields}{chaincode}#{sequence}/{field}")))?.Bytes;
            return committed is not null && approved is not null && Hash(committed).Equals(approved);
        });
    }

    private static bool TryReadChaincode(string key, [NotNullWhen(true)] out string? chaincode)
    {
        var isSequence = key.StartsWith(Fields, StringComparison.Ordinal) && key.EndsWith(Sequence, StringComparison.Ordinal) && key.Length > Fields.Length + Sequence.Length;
        chaincode = isSequence ? key[Fields.Length..^Sequence.Length] : null;
        return isSequence;
    }

    // Field 1 of Fabric's StateData is a whole number.
    private static bool TryReadNumber(ByteString? value, out long number)
    {
        number = 0;
        if (value is null) return false;
        try
        {
            var input = value.CreateCodedInput();
            if (input.ReadTag() != WireFormat.MakeTag(1, WireFormat.WireType.Varint)) return false;
            number = input.ReadInt64();
            return input.IsAtEnd;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static ByteString Hash(ByteString bytes) => ByteString.CopyFrom(SHA256.HashData(bytes.Span));
}
