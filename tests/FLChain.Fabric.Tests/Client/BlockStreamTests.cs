using System.Security.Cryptography;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Tests.Client;

public sealed class BlockStreamTests : ClientTestBase
{
    private readonly List<(ChannelHeader Header, SeekInfo Seek)> _requests = [];

    private Network Network => Gateway.GetNetwork("ch");

    [Fact]
    public async Task BlocksAsync_RangeOfBlocks_SignedRequestAndAllBlocksThenEnd()
    {
        Peer.OnDeliver = async (envelope, writer, _) =>
        {
            Read(envelope);
            foreach (var number in new ulong[] { 2, 3, 4 })
                await writer.WriteAsync(Block(number));
            await writer.WriteAsync(new DeliverResponse { Status = Status.Success });
        };
        Assert.Equal([2UL, 3UL, 4UL], await NumbersAsync(Network.BlocksAsync(2, 4, Token)));
        var (header, seek) = Assert.Single(_requests);
        Assert.Equal((int)HeaderType.DeliverSeekInfo, header.Type);
        Assert.Equal("ch", header.ChannelId);
        Assert.True(header.TlsCertHash.IsEmpty);
        Assert.Equal((2UL, 4UL), (seek.Start.Specified.Number, seek.Stop.Specified.Number));
        Assert.Equal(SeekInfo.Types.SeekBehavior.BlockUntilReady, seek.Behavior);
    }

    [Fact]
    public async Task BlocksAsync_StreamLost_GoesOnWithTheNextBlock()
    {
        Peer.OnDeliver = async (envelope, writer, _) =>
        {
            Read(envelope);
            await writer.WriteAsync(Block(_requests[^1].Seek.Start.Specified.Number));
            throw new GrpcException(GrpcStatusCode.Unavailable, "broke");
        };
        Assert.Equal([0UL, 1UL, 2UL, 3UL], await NumbersAsync(Network.BlocksAsync(0, 3, Token)));
        Assert.Equal(4, _requests.Count);
        Assert.Equal(ulong.MaxValue, await StopOfEndlessAsync());
    }

    [Fact]
    public async Task BlocksAsync_Checkpoint_BeginsAfterTheRecordedBlock()
    {
        var checkpoint = new InMemoryCheckpoint();
        Peer.OnDeliver = async (envelope, writer, _) =>
        {
            Read(envelope);
            await writer.WriteAsync(Block(_requests[^1].Seek.Start.Specified.Number));
        };
        await foreach (var block in Network.BlocksAsync(checkpoint, Token))
        {
            Assert.Equal(0UL, block.Header.Number);
            await checkpoint.RecordBlockAsync(block.Header.Number, Token);
            break;
        }
        await foreach (var block in Network.BlocksAsync(checkpoint, Token))
        {
            Assert.Equal(1UL, block.Header.Number);
            break;
        }
    }

    [Theory]
    [InlineData(Status.Forbidden, GrpcStatusCode.PermissionDenied)]
    [InlineData(Status.NotFound, GrpcStatusCode.NotFound)]
    [InlineData(Status.BadRequest, GrpcStatusCode.InvalidArgument)]
    public async Task BlocksAsync_StatusInsteadOfABlock_EventsExceptionWithoutAnotherTry(Status status, GrpcStatusCode expected)
    {
        Peer.OnDeliver = async (envelope, writer, _) =>
        {
            Read(envelope);
            await writer.WriteAsync(new DeliverResponse { Status = status });
        };
        var failure = await Assert.ThrowsAsync<EventsException>(() => NumbersAsync(Network.BlocksAsync(0, 3, Token)));
        Assert.Equal(expected, failure.StatusCode);
        Assert.Single(_requests);
    }

    [Fact]
    public async Task BlocksAsync_PeerNotReady_TriedAgainUpToTheBound()
    {
        Peer.OnDeliver = async (envelope, writer, _) =>
        {
            Read(envelope);
            await writer.WriteAsync(new DeliverResponse { Status = Status.ServiceUnavailable });
        };
        await Assert.ThrowsAsync<EventsException>(() => NumbersAsync(Network.BlocksAsync(0, 3, Token)));
        Assert.Equal(4, _requests.Count);
    }

    [Fact]
    public async Task BlocksAsync_AGapOrARepetition_EventsException()
    {
        foreach (var second in new ulong[] { 0, 2 })
        {
            Peer.OnDeliver = async (_, writer, _) =>
            {
                await writer.WriteAsync(Block(0));
                await writer.WriteAsync(Block(second));
            };
            await Assert.ThrowsAsync<EventsException>(() => NumbersAsync(Network.BlocksAsync(0, 3, Token)));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Network.BlocksAsync(3, 2, Token));
    }

    [Fact]
    public async Task BlocksAsync_MutualTls_RequestIsBoundToTheCertificate()
    {
        using var authority = new TestCertificates();
        var tls = new GrpcListenOptions { ServerCertificate = authority.IssueTls(), ClientRootCertificates = [authority.Root] };
        await using var peer = await ScriptedPeer.StartAsync(Authority.IssueIdentity("Org1MSP", "peer"), tls);
        var certificate = authority.IssueTls("client", client: true);
        await using var channel = GrpcChannel.Create(
            peer.Address, new GrpcChannelOptions { RootCertificates = [authority.Root], ClientCertificate = certificate });
        await using var gateway = FabricGateway.Connect(
            new GatewayOptions { Identity = Client.Identity, Signer = Client.Signer, Channels = [channel], Retry = Quick });
        peer.OnDeliver = async (envelope, writer, _) =>
        {
            Read(envelope);
            await writer.WriteAsync(Block(0));
        };
        Assert.Equal([0UL], await NumbersAsync(gateway.GetNetwork("ch").BlocksAsync(0, 0, Token)));
        Assert.Equal(SHA256.HashData(certificate.RawData), _requests[0].Header.TlsCertHash.ToByteArray());
    }

    private async Task<ulong> StopOfEndlessAsync()
    {
        await foreach (var _ in Network.BlocksAsync(0, cancellationToken: Token))
            break;
        return _requests[^1].Seek.Stop.Specified.Number;
    }

    private void Read(Envelope envelope)
    {
        var payload = Payload.Parser.ParseFrom(envelope.Payload);
        var signature = SignatureHeader.Parser.ParseFrom(payload.Header.SignatureHeader);
        Assert.True(X509Identity.TryParse(signature.Creator, out var creator, out _));
        Assert.True(creator.Verify(envelope.Payload.Span, envelope.Signature.Span));
        _requests.Add((ChannelHeader.Parser.ParseFrom(payload.Header.ChannelHeader), SeekInfo.Parser.ParseFrom(payload.Data)));
    }

    private static DeliverResponse Block(ulong number) => new() { Block = new Block { Header = new BlockHeader { Number = number } } };

    private static async Task<List<ulong>> NumbersAsync(IAsyncEnumerable<Block> blocks)
    {
        var numbers = new List<ulong>();
        await foreach (var block in blocks)
            numbers.Add(block.Header.Number);
        return numbers;
    }
}
