using FLChain.Cli.Audit;
using FLChain.Cli.Audit.Chain;
using FLChain.Cli.Audit.Trust;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Tests.Audit;

/// <summary>Who is a member of the channel, and with it how many must endorse, follows only updates that a majority signed.</summary>
[Collection(SharedLedger.Name)]
public sealed class ChannelMembersTests
{
    private static readonly string[] Founders = [Consortium.AuthorityMsp, Consortium.TrainersMsp, Consortium.BuyersMsp];
    private static readonly string[] Four = [.. Founders, "LateMSP"];
    private readonly AuditedLedger _ledger;
    private readonly MemberDirectory _directory;
    private readonly AuditJournal _journal = new(100);
    private readonly ChannelMembers _members;

    public ChannelMembersTests(AuditedLedger ledger)
    {
        _ledger = ledger;
        _directory = new MemberDirectory(ledger.Options.Trust, requireRoles: true);
        _members = new ChannelMembers(_directory, _journal);
        _members.Apply(BlockOf(Founders, null), 0);
    }

    [Fact]
    public void Apply_FoundersThatTheAuditorKnows_AreTheMembers()
    {
        Assert.Equal(3, _members.Count);
        Assert.Empty(_journal.Findings);
    }

    [Fact]
    public void Apply_OtherFoundersThanTheAuditorKnows_IsNoted()
    {
        var members = new ChannelMembers(_directory, _journal);
        members.Apply(BlockOf([Consortium.AuthorityMsp], null), 0);

        var finding = Assert.Single(_journal.Findings);
        Assert.Equal((AuditSeverity.Note, $"it was founded by {Consortium.AuthorityMsp}"), (finding.Severity, finding.Found));
        Assert.Equal(1, members.Count);
    }

    [Fact]
    public void Apply_OrganizationThatAMajorityAdmitted_Counts()
    {
        _members.Apply(BlockOf(Four, Update(Four, Founders[..2])), 5);

        Assert.Equal(4, _members.Count);
        Assert.Empty(_journal.Findings);
    }

    [Fact]
    public void Apply_OrganizationThatAMajorityRemoved_CountsNoLonger()
    {
        _members.Apply(BlockOf(Founders[..2], Update(Founders[..2], Founders[..2])), 5);

        Assert.Equal(2, _members.Count);
        Assert.Empty(_journal.Findings);
    }

    [Fact]
    public void Apply_AMajorityOfMore_ThenNeedsMoreEndorsements()
    {
        var rule = new EndorsementRule(_ledger.Options, _directory, _members);
        PolicySigner[] two = [.. Founders[..2].Select(mspId => new PolicySigner(mspId, PolicyRole.Peer))];
        Assert.True(rule.IsSatisfied(Consortium.Chaincode, two));

        _members.Apply(BlockOf(Four, Update(Four, Founders)), 5);

        Assert.False(rule.IsSatisfied(Consortium.Chaincode, two));
    }

    [Fact]
    public void Apply_ChangeThatAMinoritySigned_IsRefused() => AssertRefused(Update(Four, Founders[..1]), "signatures of 1 of the 3 members");

    [Fact]
    public void Apply_ChangeThatOneMemberSignedTwice_IsRefused() =>
        AssertRefused(Update(Four, [Founders[0], Founders[0]]), "signatures of 1 of the 3 members");

    [Fact]
    public void Apply_ChangeThatClientsSigned_IsRefused() =>
        AssertRefused(Update(Four, Founders, _ => _ledger.Story.Authority.Signing), "signatures of 0 of the 3 members");

    [Fact]
    public void Apply_ChangeWithSignaturesOverAnotherUpdate_IsRefused()
    {
        var update = Update(Four, Founders);
        var other = Update([.. Four, "OtherMSP"], Founders);
        update.Signatures.Clear();
        update.Signatures.AddRange(other.Signatures);

        AssertRefused(update, "signatures of 0 of the 3 members");
    }

    [Fact]
    public void Apply_UpdateThatMakesOthersMembers_IsRefused() => AssertRefused(Update([.. Founders, "OtherMSP"], Founders), "an update that does not make");

    [Fact]
    public void Apply_ChangeWithoutUpdate_IsRefused() => AssertRefused(null, "no update that says why");

    [Fact]
    public void Apply_ConfigurationOfTheSameMembers_NeedsNoWord()
    {
        _members.Apply(BlockOf(Founders, null), 5);

        Assert.Equal(3, _members.Count);
        Assert.Empty(_journal.Findings);
    }

    private void AssertRefused(ConfigUpdateEnvelope? update, string fault)
    {
        _members.Apply(BlockOf(Four, update), 5);

        var finding = Assert.Single(_journal.Findings);
        Assert.Equal((AuditSeverity.Error, 5UL), (finding.Severity, finding.Place.Block));
        Assert.StartsWith(fault, finding.Found, StringComparison.Ordinal);
        Assert.Equal(3, _members.Count);
    }

    private ConfigUpdateEnvelope Update(string[] members, string[] signers, Func<string, SigningIdentity>? signerOf = null)
    {
        var bytes = new ConfigUpdate { ChannelId = Consortium.Channel, WriteSet = Tree(members) }.ToByteString();
        var update = new ConfigUpdateEnvelope { ConfigUpdate = bytes };
        foreach (var mspId in signers)
        {
            var signer = signerOf?.Invoke(mspId) ?? _ledger.Consortium.Administrator(mspId);
            var header = new SignatureHeader { Creator = signer.Identity.Serialized, Nonce = ByteString.CopyFromUtf8(mspId) }.ToByteString();
            update.Signatures.Add(new ConfigSignature { SignatureHeader = header, Signature = ByteString.CopyFrom(signer.Sign([.. header.Span, .. bytes.Span])) });
        }

        return update;
    }

    private static CheckedBlock BlockOf(string[] members, ConfigUpdateEnvelope? update)
    {
        var envelope = new ConfigEnvelope { Config = new Config { ChannelGroup = Tree(members) } };
        if (update is not null) envelope.LastUpdate = new Envelope { Payload = new Payload { Data = update.ToByteString() }.ToByteString() };
        var payload = new Payload
        {
            Header = new Header
            {
                ChannelHeader = new ChannelHeader { Type = (int)HeaderType.Config, ChannelId = Consortium.Channel }.ToByteString(),
                SignatureHeader = new SignatureHeader().ToByteString(),
            },
            Data = envelope.ToByteString(),
        };
        var parsed = TransactionEnvelope.Parse(new Envelope { Payload = payload.ToByteString() }.ToByteArray());
        Assert.True(parsed.IsValid, parsed.Reason);
        return new CheckedBlock(new Block(), [], [new CheckedTransaction(0, TxValidationCode.Valid, TxValidationCode.Valid, "", null, parsed.Transaction, null, [])]);
    }

    private static ConfigGroup Tree(string[] members)
    {
        var application = new ConfigGroup();
        foreach (var mspId in members) application.Groups[mspId] = new ConfigGroup();
        var channel = new ConfigGroup();
        channel.Groups["Application"] = application;
        return channel;
    }
}
