using FLChain.Cli.Audit.Trust;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Audit.Chain;

/// <summary>
/// The organizations of the channel as its configuration blocks change them. Who founded it is block 0's word, which the
/// report repeats where the auditor knows others; whoever comes or goes later needs the signatures of administrators of
/// a majority. Blocks come in their order.
/// </summary>
internal sealed class ChannelMembers(MemberDirectory directory, AuditJournal journal)
{
    private const string ApplicationGroup = "Application";

    private static readonly string[] Administrators = ["admin"];

    private HashSet<string>? _members;

    /// <summary>How many organizations the channel has; before its first configuration, how many the auditor knows.</summary>
    public int Count => Names.Count;

    /// <summary>The MSP ids of those organizations.</summary>
    public IReadOnlyCollection<string> Names => _members is { } members ? members : directory.Endorsing;

    /// <summary>Takes what a block says of the members; other blocks say nothing.</summary>
    public void Apply(CheckedBlock block, ulong number)
    {
        if (block.Transactions is not [{ Transaction: { Type: HeaderType.Config } config, Code: TxValidationCode.Valid }]) return;
        if (Read(config) is not { Config.ChannelGroup: { } channel } envelope || !channel.Groups.TryGetValue(ApplicationGroup, out var application)) return;
        var members = application.Groups.Keys.ToHashSet(StringComparer.Ordinal);
        if (members.Count == 0 || _members?.SetEquals(members) == true) return;
        var place = new AuditPlace(number);
        if (_members is null)
        {
            if (!members.SetEquals(directory.Endorsing))
                journal.Note(AuditCheckKind.Blocks, place, $"a channel of {Listed(directory.Endorsing)}", $"it was founded by {Listed(members)}");
        }
        else if (FaultOf(envelope, members, _members) is { } fault)
        {
            journal.Error(AuditCheckKind.Blocks, place, "a change of the channel's members that a majority of them signed", fault);
            return;
        }

        _members = members;
    }

    private string? FaultOf(ConfigEnvelope envelope, HashSet<string> members, HashSet<string> before)
    {
        var update = ReadUpdate(envelope.LastUpdate);
        if (update is null) return $"no update that says why {Listed(members)} are members";
        if (WrittenMembers(update) is not { } written || !members.SetEquals(written)) return $"an update that does not make {Listed(members)} the members";
        var signers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var signature in update.Signatures)
            if (SignerOf(signature, update.ConfigUpdate) is { } mspId && before.Contains(mspId))
                signers.Add(mspId);
        return signers.Count > before.Count / 2 ? null : $"signatures of {signers.Count} of the {before.Count} members";
    }

    private string? SignerOf(ConfigSignature signature, ByteString update)
    {
        SignatureHeader header;
        try
        {
            header = SignatureHeader.Parser.ParseFrom(signature.SignatureHeader);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }

        return directory.TryFindAs(header.Creator, Administrators, out var signer, out _)
            && signer.Identity.Verify([.. signature.SignatureHeader.Span, .. update.Span], signature.Signature.Span) ? signer.MspId : null;
    }

    private static ConfigEnvelope? Read(TransactionEnvelope config)
    {
        try
        {
            return ConfigEnvelope.Parser.ParseFrom(Payload.Parser.ParseFrom(config.Envelope.Payload).Data);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static ConfigUpdateEnvelope? ReadUpdate(Envelope? update)
    {
        try
        {
            return update is null ? null : ConfigUpdateEnvelope.Parser.ParseFrom(Payload.Parser.ParseFrom(update.Payload).Data);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static IEnumerable<string>? WrittenMembers(ConfigUpdateEnvelope update)
    {
        try
        {
            var written = ConfigUpdate.Parser.ParseFrom(update.ConfigUpdate).WriteSet;
            return written is not null && written.Groups.TryGetValue(ApplicationGroup, out var application) ? application.Groups.Keys : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static string Listed(IEnumerable<string> members) => Printable.Text(string.Join(", ", members.Order(StringComparer.Ordinal)));
}
