using System.Diagnostics.CodeAnalysis;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Validation;

/// <summary>The outer layers of an envelope: enough to say which transaction it claims to be, and who signed it.</summary>
internal sealed record EnvelopeHeader(ChannelHeader Channel, SignatureHeader Signature, Envelope Envelope)
{
    /// <summary>Whether the transaction id is the hash of nonce and creator: nobody can claim another's id.</summary>
    public bool HasProperId => ProposalHashing.TransactionId(Signature.Nonce.Span, Signature.Creator.Span) == Channel.TxId;

    /// <summary>Reads the headers; false where the bytes are no envelope.</summary>
    public static bool TryRead(ByteString bytes, [NotNullWhen(true)] out EnvelopeHeader? header)
    {
        header = null;
        try
        {
            return TryRead(Envelope.Parser.ParseFrom(bytes), out header);
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    /// <summary>Reads the headers; false where the envelope's payload has none.</summary>
    public static bool TryRead(Envelope envelope, [NotNullWhen(true)] out EnvelopeHeader? header)
    {
        header = null;
        try
        {
            var payload = Payload.Parser.ParseFrom(envelope.Payload);
            if (payload.Header is null)
                return false;
            header = new EnvelopeHeader(
                ChannelHeader.Parser.ParseFrom(payload.Header.ChannelHeader),
                SignatureHeader.Parser.ParseFrom(payload.Header.SignatureHeader),
                envelope);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }
}
