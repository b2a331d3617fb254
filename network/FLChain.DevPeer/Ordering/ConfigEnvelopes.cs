using System.Security.Cryptography;
using FLChain.DevPeer.Protos;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FLChain.DevPeer.Ordering;

/// <summary>CONFIG envelopes, which the orderer signs.</summary>
internal static class ConfigEnvelopes
{
    private const int NonceBytes = 24;

    public static ByteString Sign(Config config, string channelId, SigningIdentity orderer, DateTimeOffset time)
    {
        var payload = new Payload
        {
            Header = new Header
            {
                ChannelHeader = new ChannelHeader
                {
                    Type = (int)HeaderType.Config,
                    Timestamp = Timestamp.FromDateTimeOffset(time),
                    ChannelId = channelId,
                }.ToByteString(),
                SignatureHeader = new SignatureHeader
                {
                    Creator = orderer.Identity.Serialized,
                    Nonce = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(NonceBytes)),
                }.ToByteString(),
            },
            Data = new ConfigEnvelope { Config = config }.ToByteString(),
        }.ToByteString();
        return new Envelope { Payload = payload, Signature = ByteString.CopyFrom(orderer.Sign(payload.Span)) }.ToByteString();
    }

    /// <summary>The configuration and channel id in a CONFIG envelope that was committed before.</summary>
    public static (Config Config, string ChannelId) Read(ByteString envelope)
    {
        var payload = Payload.Parser.ParseFrom(Envelope.Parser.ParseFrom(envelope).Payload);
        var channelId = ChannelHeader.Parser.ParseFrom(payload.Header.ChannelHeader).ChannelId;
        return (ConfigEnvelope.Parser.ParseFrom(payload.Data).Config, channelId);
    }
}
