using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Blocks;

/// <summary>
/// Changes of a channel's configuration, ready to be signed: a read set that names versions, and a write set. Whoever may
/// sign them is the channel's own rule. Configuration transactions of Hyperledger Fabric 2.
/// </summary>
public static class ChannelUpdate
{
    private const string ApplicationGroup = "Application";

    /// <summary>Makes the CONFIG_UPDATE envelope that adds an organization to the channel; it carries no signature yet.</summary>
    /// <param name="channelId">The channel.</param>
    /// <param name="current">The configuration as it is.</param>
    /// <param name="mspId">The new organization's MSP id.</param>
    /// <param name="organization">Its group: MSP, policies, anchor peers.</param>
    /// <exception cref="ArgumentException">The configuration has no application group, or the organization is a member.</exception>
    public static Envelope AddOrganization(string channelId, Config current, string mspId, ConfigGroup organization)
    {
        ArgumentException.ThrowIfNullOrEmpty(channelId);
        ArgumentNullException.ThrowIfNull(current);
        ArgumentException.ThrowIfNullOrEmpty(mspId);
        ArgumentNullException.ThrowIfNull(organization);
        if (current.ChannelGroup is not { } channel || !channel.Groups.TryGetValue(ApplicationGroup, out var application))
            throw new ArgumentException("The configuration has no application group.", nameof(current));
        if (application.Groups.ContainsKey(mspId))
            throw new ArgumentException($"{mspId} is a member of the channel.", nameof(mspId));

        var written = VersionsOf(application);
        written.Version = checked(application.Version + 1);
        written.ModPolicy = application.ModPolicy;
        written.Groups[mspId] = organization.Clone();
        var update = new ConfigUpdate
        {
            ChannelId = channelId,
            ReadSet = Above(channel, VersionsOf(application)),
            WriteSet = Above(channel, written),
        };
        return Wrap(channelId, update);
    }

    /// <summary>Reads the configuration in a configuration block.</summary>
    /// <exception cref="FormatException">It is no configuration block.</exception>
    public static Config ReadConfig(ReadOnlySpan<byte> block)
    {
        try
        {
            var data = Block.Parser.ParseFrom(block).Data?.Data;
            if (data is not { Count: 1 }) throw new FormatException("A configuration block holds one envelope.");
            var payload = Payload.Parser.ParseFrom(Envelope.Parser.ParseFrom(data[0]).Payload);
            var header = ChannelHeader.Parser.ParseFrom(payload.Header?.ChannelHeader ?? ByteString.Empty);
            return header.Type == (int)HeaderType.Config && ConfigEnvelope.Parser.ParseFrom(payload.Data).Config is { } config
                ? config
                : throw new FormatException("The block's envelope holds no configuration.");
        }
        catch (InvalidProtocolBufferException malformed)
        {
            throw new FormatException("The bytes are no block.", malformed);
        }
    }

    /// <summary>The group of an organization in a configuration, or null.</summary>
    public static ConfigGroup? FindOrganization(Config config, string mspId)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentException.ThrowIfNullOrEmpty(mspId);
        return config.ChannelGroup is { } channel
            && channel.Groups.TryGetValue(ApplicationGroup, out var application)
            && application.Groups.TryGetValue(mspId, out var organization) ? organization : null;
    }

    private static ConfigGroup Above(ConfigGroup channel, ConfigGroup application)
    {
        var group = new ConfigGroup { Version = channel.Version };
        group.Groups[ApplicationGroup] = application;
        return group;
    }

    // An element that stays is named with its version and nothing else.
    private static ConfigGroup VersionsOf(ConfigGroup group)
    {
        var versions = new ConfigGroup { Version = group.Version };
        foreach (var (name, each) in group.Groups) versions.Groups[name] = new ConfigGroup { Version = each.Version };
        foreach (var (name, each) in group.Values) versions.Values[name] = new ConfigValue { Version = each.Version };
        foreach (var (name, each) in group.Policies) versions.Policies[name] = new ConfigPolicy { Version = each.Version };
        return versions;
    }

    private static Envelope Wrap(string channelId, ConfigUpdate update)
    {
        var header = new ChannelHeader { Type = (int)HeaderType.ConfigUpdate, ChannelId = channelId };
        var payload = new Payload
        {
            Header = new Header { ChannelHeader = header.ToByteString() },
            Data = new ConfigUpdateEnvelope { ConfigUpdate = update.ToByteString() }.ToByteString(),
        };
        return new Envelope { Payload = payload.ToByteString() };
    }
}
