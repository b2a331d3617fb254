using FLChain.Fabric.Blocks;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Tests.Blocks;

public sealed class ChannelUpdateTests
{
    private const string Channel = "channel-1";
    private const string NewMsp = "NewMSP";

    [Fact]
    public void AddOrganization_WriteSet_HoldsTheNewGroupAndNamesWhatStaysByVersionAlone()
    {
        var organization = new ConfigGroup { ModPolicy = "Admins", Values = { ["MSP"] = new ConfigValue { Value = ByteString.CopyFromUtf8("new"), ModPolicy = "Admins" } } };

        var update = UpdateIn(ChannelUpdate.AddOrganization(Channel, Current(), NewMsp, organization));

        Assert.Equal(Channel, update.ChannelId);
        var written = update.WriteSet.Groups["Application"];
        Assert.Equal((3UL, "Admins"), (written.Version, written.ModPolicy));
        Assert.Equal(organization, written.Groups[NewMsp]);
        Assert.Equal(new ConfigGroup { Version = 7 }, written.Groups["Org1MSP"]);
        Assert.Equal(new ConfigValue { Version = 5 }, written.Values["Capabilities"]);
        Assert.Equal(new ConfigPolicy { Version = 4 }, written.Policies["Admins"]);
        Assert.Equal(["Application"], update.WriteSet.Groups.Keys);
    }

    [Fact]
    public void AddOrganization_ReadSet_IsTheConfigurationAsItWas()
    {
        var update = UpdateIn(ChannelUpdate.AddOrganization(Channel, Current(), NewMsp, new ConfigGroup()));

        var read = update.ReadSet.Groups["Application"];
        Assert.Equal(1UL, update.ReadSet.Version);
        Assert.Equal(1UL, update.WriteSet.Version);
        Assert.Equal(2UL, read.Version);
        Assert.Equal(["Org1MSP", "Org2MSP"], read.Groups.Keys.Order());
        Assert.Equal(string.Empty, read.ModPolicy);
    }

    [Fact]
    public void AddOrganization_LeavesWhatItWasGivenAsItWas()
    {
        var current = Current();

        ChannelUpdate.AddOrganization(Channel, current, NewMsp, new ConfigGroup());

        Assert.Equal(Current(), current);
    }

    [Fact]
    public void AddOrganization_OfAMember_Throws() =>
        Assert.Throws<ArgumentException>(() => ChannelUpdate.AddOrganization(Channel, Current(), "Org1MSP", new ConfigGroup()));

    [Fact]
    public void AddOrganization_ToAConfigurationWithoutApplication_Throws() =>
        Assert.Throws<ArgumentException>(() => ChannelUpdate.AddOrganization(Channel, new Config { ChannelGroup = new ConfigGroup() }, NewMsp, new ConfigGroup()));

    [Fact]
    public void ReadConfig_OfAConfigurationBlock_GivesTheConfiguration()
    {
        var config = ChannelUpdate.ReadConfig(BlockOf(HeaderType.Config, new ConfigEnvelope { Config = Current() }.ToByteString()));

        Assert.Equal(Current(), config);
        Assert.NotNull(ChannelUpdate.FindOrganization(config, "Org1MSP"));
        Assert.Null(ChannelUpdate.FindOrganization(config, NewMsp));
    }

    [Fact]
    public void ReadConfig_OfAnythingElse_ThrowsFormatException()
    {
        var config = new ConfigEnvelope { Config = Current() }.ToByteString();
        Assert.Throws<FormatException>(() => ChannelUpdate.ReadConfig([1, 2, 3]));
        Assert.Throws<FormatException>(() => ChannelUpdate.ReadConfig([]));
        Assert.Throws<FormatException>(() => ChannelUpdate.ReadConfig(BlockOf(HeaderType.EndorserTransaction, config)));
        Assert.Throws<FormatException>(() => ChannelUpdate.ReadConfig(BlockOf(HeaderType.Config, ByteString.Empty)));
    }

    private static ConfigUpdate UpdateIn(Envelope envelope)
    {
        var payload = Payload.Parser.ParseFrom(envelope.Payload);
        var header = ChannelHeader.Parser.ParseFrom(payload.Header.ChannelHeader);
        Assert.Equal(((int)HeaderType.ConfigUpdate, Channel), (header.Type, header.ChannelId));
        var update = ConfigUpdateEnvelope.Parser.ParseFrom(payload.Data);
        Assert.Empty(update.Signatures);
        return ConfigUpdate.Parser.ParseFrom(update.ConfigUpdate);
    }

    private static byte[] BlockOf(HeaderType type, ByteString data)
    {
        var payload = new Payload { Header = new Header { ChannelHeader = new ChannelHeader { Type = (int)type }.ToByteString() }, Data = data };
        return new Block { Data = new BlockData { Data = { new Envelope { Payload = payload.ToByteString() }.ToByteString() } } }.ToByteArray();
    }

    private static Config Current()
    {
        var application = new ConfigGroup { Version = 2, ModPolicy = "Admins" };
        application.Groups["Org1MSP"] = new ConfigGroup { Version = 7, ModPolicy = "Admins", Values = { ["MSP"] = new ConfigValue { Value = ByteString.CopyFromUtf8("one") } } };
        application.Groups["Org2MSP"] = new ConfigGroup { ModPolicy = "Admins" };
        application.Values["Capabilities"] = new ConfigValue { Version = 5, Value = ByteString.CopyFromUtf8("V2_5"), ModPolicy = "Admins" };
        application.Policies["Admins"] = new ConfigPolicy { Version = 4, ModPolicy = "Admins", Policy = new Policy { Type = 3 } };
        var channel = new ConfigGroup { Version = 1 };
        channel.Groups["Application"] = application;
        channel.Groups["Orderer"] = new ConfigGroup { Version = 6 };
        return new Config { Sequence = 9, ChannelGroup = channel };
    }
}
