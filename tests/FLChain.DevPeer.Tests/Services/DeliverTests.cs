using FLChain.DevPeer.Protos;
using FLChain.DevPeer.Services;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Tests.Services;

public sealed class DeliverTests
{
    private static readonly SeekPosition Oldest = new() { Oldest = new SeekOldest() };
    private static readonly SeekPosition Newest = new() { Newest = new SeekNewest() };

    [Fact]
    public async Task Deliver_WholeChain_IsChainedAndSignedByTheOrderer()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        for (var i = 0; i < 4; i++)
            await client.InvokeAsync("put", $"k{i}", "v");

        var (blocks, status) = await client.DeliverAsync(client.SeekEnvelope(new SeekInfo { Start = Oldest, Stop = Newest }));

        Assert.Equal(Status.Success, status);
        Assert.Equal([0UL, 1, 2, 3, 4], blocks.Select(block => block.Header.Number));
        ChainAssert.Verify(blocks, network.Consortium);
    }

    [Fact]
    public async Task Block0_HoldsTheConfiguration()
    {
        await using var network = await TestNetwork.StartAsync();

        var block = (await network.Client().BlocksAsync(0, 0)).Single();

        var envelope = Envelope.Parser.ParseFrom(block.Data.Data.Single());
        var payload = Payload.Parser.ParseFrom(envelope.Payload);
        Assert.True(X509Identity.TryParse(SignatureHeader.Parser.ParseFrom(payload.Header.SignatureHeader).Creator, out var signer, out _));
        Assert.Equal("OrdererMSP", signer.MspId);
        Assert.True(signer.Verify(envelope.Payload.Span, envelope.Signature.Span));
        var groups = ConfigEnvelope.Parser.ParseFrom(payload.Data).Config.ChannelGroup.Groups;
        Assert.Equal(["Org1MSP", "Org2MSP", "Org3MSP"], groups["Application"].Groups.Keys);
        var msp = FabricMSPConfig.Parser.ParseFrom(MSPConfig.Parser.ParseFrom(groups["Application"].Groups["Org2MSP"].Values["MSP"].Value).Config);
        Assert.Equal(File.ReadAllText(network.Consortium.Find("Org2MSP").CaCertificatePath), msp.RootCerts.Single().ToStringUtf8());
        var chaincode = Assert.Single(ChaincodeDefinitions.Parser.ParseFrom(groups["Application"].Values["Chaincodes"].Value).Definitions);
        Assert.Equal(TestNetwork.Chaincode, chaincode.Name);
        Assert.Equal(["shared", "kept"], chaincode.Collections.Select(collection => collection.Name));
    }

    [Fact]
    public async Task Deliver_FromSpecifiedToSpecified_IsThatRange()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        for (var i = 0; i < 3; i++)
            await client.InvokeAsync("put", $"k{i}", "v");

        Assert.Equal([1UL, 2], (await client.BlocksAsync(1, 2)).Select(block => block.Header.Number));
    }

    [Fact]
    public async Task Deliver_BeyondTheEnd_WaitsForTheBlock()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var pending = client.BlocksAsync(1, 1);
        await Task.Delay(100, TestClient.Token);
        Assert.False(pending.IsCompleted);

        await client.InvokeAsync("put", "a", "1");

        Assert.Equal(1UL, (await pending).Single().Header.Number);
    }

    [Fact]
    public async Task Deliver_NextCommit_BeginsBehindTheEnd()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokeAsync("put", "a", "1");
        var seek = new SeekInfo { Start = new SeekPosition { NextCommit = new SeekNextCommit() }, Stop = TestClient.At(2) };
        var pending = client.DeliverAsync(client.SeekEnvelope(seek));
        await Task.Delay(200, TestClient.Token);

        await client.InvokeAsync("put", "a", "2");

        Assert.Equal(2UL, Assert.Single((await pending).Blocks).Header.Number);
    }

    [Fact]
    public async Task Deliver_FailIfNotReady_AnswersNotFoundAtTheEnd()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var seek = new SeekInfo { Start = Oldest, Stop = TestClient.At(5), Behavior = SeekInfo.Types.SeekBehavior.FailIfNotReady };

        var (blocks, status) = await client.DeliverAsync(client.SeekEnvelope(seek));

        Assert.Single(blocks);
        Assert.Equal(Status.NotFound, status);
    }

    [Fact]
    public async Task Deliver_TwoRangesOnOneStream_AreBothServed()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokeAsync("put", "a", "1");
        await using var call = client.Channel.Duplex(Fabric.Client.DeliverService.Deliver, null, TestClient.Token);
        var range = new SeekInfo { Start = TestClient.At(1), Stop = TestClient.At(1) };
        await call.WriteAsync(client.SeekEnvelope(range), TestClient.Token);
        await call.WriteAsync(client.SeekEnvelope(range), TestClient.Token);

        var seen = new List<DeliverResponse>();
        await foreach (var response in call.ReadAllAsync(TestClient.Token))
        {
            seen.Add(response);
            if (seen.Count == 4)
                break;
        }

        Assert.Equal(
            [DeliverResponse.TypeOneofCase.Block, DeliverResponse.TypeOneofCase.Status, DeliverResponse.TypeOneofCase.Block, DeliverResponse.TypeOneofCase.Status],
            seen.Select(response => response.TypeCase));
    }

    public static TheoryData<string, Status> Refusals => new()
    {
        { "forged", Status.Forbidden },
        { "unsigned", Status.Forbidden },
        { "old", Status.BadRequest },
        { "backwards", Status.BadRequest },
        { "empty seek", Status.BadRequest },
        { "garbage seek", Status.BadRequest },
        { "garbage payload", Status.BadRequest },
        { "nothing", Status.BadRequest },
        { "other channel", Status.NotFound },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Deliver_BadRequest_IsRefusedWithItsStatus(string defect, Status expected)
    {
        await using var network = await TestNetwork.StartAsync();
        var (client, other) = (network.Client(), network.Client("Org2MSP"));
        var seek = new SeekInfo { Start = Oldest, Stop = Newest };
        var request = defect switch
        {
            "old" => client.SeekEnvelope(seek, DateTimeOffset.UtcNow.AddMinutes(-16)),
            "backwards" => client.SeekEnvelope(new SeekInfo { Start = TestClient.At(3), Stop = TestClient.At(2) }),
            "empty seek" => client.SeekEnvelope(new SeekInfo()),
            "nothing" => new Envelope(),
            _ => client.SeekEnvelope(seek),
        };
        if (defect == "forged")
            request.Signature = other.SignatureOver(request.Payload);
        else if (defect == "unsigned")
            request.Signature = ByteString.Empty;
        else if (defect == "garbage payload")
            request.Payload = ByteString.CopyFrom(0xFF, 0xFF, 0xFF);
        else if (defect is "garbage seek" or "other channel")
            request = Spoil(client, request, defect);

        var (blocks, status) = await client.DeliverAsync(request);

        Assert.Empty(blocks);
        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task ChangedDefinition_AfterRestart_IsWrittenAsANewConfigurationBlock()
    {
        var policy = EndorsementPolicy.Majority;
        await using var network = await TestNetwork.StartAsync(options => options with
        {
            Chaincodes = [options.Chaincodes[0] with { EndorsementPolicy = policy }],
        });
        await network.Client().InvokeAsync("put", "a", "1");
        await network.RestartPeerAsync();
        Assert.Equal(2UL, network.Peer.Height);
        policy = EndorsementPolicy.All;

        await network.RestartPeerAsync();

        Assert.Equal(3UL, network.Peer.Height);
        var client = network.Client();
        await client.InvokeAsync("put", "a", "2");
        var blocks = await client.BlocksAsync(0, 3);
        ChainAssert.Verify(blocks, network.Consortium);
        var config = Payload.Parser.ParseFrom(Envelope.Parser.ParseFrom(blocks[2].Data.Data.Single()).Payload);
        Assert.Equal(1UL, ConfigEnvelope.Parser.ParseFrom(config.Data).Config.Sequence);
    }

    private static Envelope Spoil(TestClient client, Envelope request, string defect)
    {
        var payload = Payload.Parser.ParseFrom(request.Payload);
        if (defect == "garbage seek")
            payload.Data = ByteString.CopyFrom(0xFF);
        else
        {
            var header = ChannelHeader.Parser.ParseFrom(payload.Header.ChannelHeader);
            header.ChannelId = "other";
            payload.Header.ChannelHeader = header.ToByteString();
        }
        var bytes = payload.ToByteString();
        return new Envelope { Payload = bytes, Signature = client.SignatureOver(bytes) };
    }
}
