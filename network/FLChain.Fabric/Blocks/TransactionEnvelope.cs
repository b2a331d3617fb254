using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Blocks;

/// <summary>
/// A transaction as it stands in a block, read down to its write sets. Reading checks its form: that all parts are
/// there, that the transaction id is the hash of nonce and creator, and that the outcome was endorsed for this very
/// proposal. Signatures are checked on demand; policies and read conflicts are a peer's business.
/// </summary>
public sealed class TransactionEnvelope
{
    internal TransactionEnvelope(Envelope envelope, ChannelHeader channelHeader, SignatureHeader signatureHeader, EndorsedAction? action)
    {
        Envelope = envelope;
        ChannelHeader = channelHeader;
        SignatureHeader = signatureHeader;
        Action = action;
    }

    /// <summary>The signed bytes.</summary>
    public Envelope Envelope { get; }

    /// <summary>Type, channel, time and id.</summary>
    public ChannelHeader ChannelHeader { get; }

    /// <summary>Creator and nonce.</summary>
    public SignatureHeader SignatureHeader { get; }

    /// <summary>ENDORSER_TRANSACTION for what chaincodes do, CONFIG for the channel's own settings.</summary>
    public HeaderType Type => (HeaderType)ChannelHeader.Type;

    /// <summary>The transaction's id, 64 characters of lower-case hex; may be empty in a CONFIG envelope.</summary>
    public string TransactionId => ChannelHeader.TxId;

    /// <summary>The channel.</summary>
    public string ChannelId => ChannelHeader.ChannelId;

    /// <summary>The client's word for the time.</summary>
    public DateTimeOffset Timestamp => ChannelHeader.Timestamp.ToDateTimeOffset();

    /// <summary>What the transaction does; null where <see cref="Type"/> is not ENDORSER_TRANSACTION.</summary>
    public EndorsedAction? Action { get; }

    /// <summary>Reads the bytes of a <c>common.Envelope</c>. Never throws for hostile bytes.</summary>
    public static EnvelopeParseResult Parse(ReadOnlyMemory<byte> bytes, EnvelopeLimits? limits = null)
        => EnvelopeReader.Read(bytes, limits ?? new EnvelopeLimits());

    /// <summary>Checks the envelope's signature against the creator's certificate. That the certificate belongs to its organization is the caller's to check.</summary>
    /// <param name="creator">Who signed, or null when the signature does not hold.</param>
    /// <returns>False for every defect; never throws for hostile bytes.</returns>
    public bool VerifySignature(out X509Identity? creator)
    {
        if (X509Identity.TryParse(SignatureHeader.Creator, out creator, out _)
            && creator.Verify(Envelope.Payload.Span, Envelope.Signature.Span))
            return true;
        creator = null;
        return false;
    }
}
