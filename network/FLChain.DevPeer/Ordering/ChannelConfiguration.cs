using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using FLChain.DevPeer.Protos;
using FLChain.DevPeer.Validation;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace FLChain.DevPeer.Ordering;

/// <summary>
/// The channel's configuration as Fabric writes it into CONFIG blocks: for each organization its MSP with roots, the
/// orderer's limits, and, in an entry of DevPeer's own, the chaincode definitions.
/// </summary>
internal static class ChannelConfiguration
{
    private const int ImplicitMetaPolicyType = 3;
    private const string AdminPolicy = "Admins";

    public static Config Build(ChannelContext channel, string ordererMspId, BatchLimits limits, ulong sequence)
    {
        var root = new ConfigGroup { ModPolicy = AdminPolicy };
        root.Groups["Orderer"] = OrdererGroup(channel, ordererMspId, limits);
        root.Groups["Application"] = ApplicationGroup(channel);
        return new Config { Sequence = sequence, ChannelGroup = root };
    }

    private static ConfigGroup ApplicationGroup(ChannelContext channel)
    {
        var group = new ConfigGroup { ModPolicy = AdminPolicy };
        foreach (var mspId in channel.MspIds)
            group.Groups[mspId] = OrganizationGroup(mspId, channel.Members.Roots[mspId]);
        AddPolicy(group.Policies, "Endorsement", "Endorsement", EndorsementRuleKind.Majority);
        AddPolicy(group.Policies, "Readers", "Readers", EndorsementRuleKind.Any);
        AddPolicy(group.Policies, "Writers", "Writers", EndorsementRuleKind.Any);
        var definitions = new ChaincodeDefinitions();
        definitions.Definitions.AddRange(channel.Chaincodes.Select(Describe));
        AddValue(group, "Chaincodes", definitions);
        return group;
    }

    private static ConfigGroup OrdererGroup(ChannelContext channel, string ordererMspId, BatchLimits limits)
    {
        var group = new ConfigGroup { ModPolicy = AdminPolicy };
        group.Groups[ordererMspId] = OrganizationGroup(ordererMspId, channel.Members.Roots[ordererMspId]);
        AddValue(group, "BatchSize", new BatchSize
        {
            MaxMessageCount = (uint)limits.MaxMessageCount,
            AbsoluteMaxBytes = (uint)limits.AbsoluteMaxBytes,
            PreferredMaxBytes = (uint)limits.PreferredMaxBytes,
        });
        var timeout = limits.Timeout.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture) + "ms";
        AddValue(group, "BatchTimeout", new BatchTimeout { Timeout = timeout });
        return group;
    }

    private static ConfigGroup OrganizationGroup(string mspId, X509Certificate2 root)
    {
        var authority = ByteString.CopyFromUtf8(root.ExportCertificatePem() + "\n");
        var msp = new FabricMSPConfig { Name = mspId };
        msp.RootCerts.Add(authority);
        FabricOUIdentifier Unit(string name) => new() { Certificate = authority, OrganizationalUnitIdentifier = name };
        msp.FabricNodeOus = new FabricNodeOUs
        {
            Enable = true,
            ClientOuIdentifier = Unit("client"),
            PeerOuIdentifier = Unit("peer"),
            AdminOuIdentifier = Unit("admin"),
            OrdererOuIdentifier = Unit("orderer"),
        };
        var group = new ConfigGroup { ModPolicy = AdminPolicy };
        AddValue(group, "MSP", new MSPConfig { Config = msp.ToByteString() });
        return group;
    }

    private static Protos.ChaincodeDefinition Describe(ChaincodeDefinition chaincode)
    {
        var rule = new EndorsementRule { Rule = (int)chaincode.EndorsementPolicy.Kind };
        if (chaincode.EndorsementPolicy.Kind == EndorsementRuleKind.OutOf)
        {
            rule.RequiredSignatures = chaincode.EndorsementPolicy.RequiredOf(0);
            rule.MspIds.AddRange(chaincode.EndorsementPolicy.NamedMspIds);
        }
        var message = new Protos.ChaincodeDefinition { Name = chaincode.Name, PackageId = chaincode.PackageId, Endorsement = rule };
        message.Collections.AddRange(chaincode.Collections.Select(Describe));
        return message;
    }

    private static CollectionRule Describe(CollectionDefinition collection)
    {
        var message = new CollectionRule
        {
            Name = collection.Name,
            BlockToLive = collection.BlockToLive,
            MemberOnlyRead = collection.MemberOnlyRead,
            MemberOnlyWrite = collection.MemberOnlyWrite,
        };
        message.MemberMspIds.AddRange(collection.MemberMspIds);
        return message;
    }

    private static void AddValue(ConfigGroup group, string name, IMessage value) =>
        group.Values[name] = new ConfigValue { Value = value.ToByteString(), ModPolicy = AdminPolicy };

    private static void AddPolicy(MapField<string, ConfigPolicy> policies, string name, string subPolicy, EndorsementRuleKind rule) =>
        policies[name] = new ConfigPolicy
        {
            ModPolicy = AdminPolicy,
            Policy = new Policy
            {
                Type = ImplicitMetaPolicyType,
                Value = new ImplicitMetaPolicy { SubPolicy = subPolicy, Rule = (int)rule }.ToByteString(),
            },
        };
}
