using FLChain.DevPeer.Services;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using GatewayService = FLChain.Fabric.Client.GatewayService;

namespace FLChain.DevPeer.Tests.Services;

public sealed class HostileBytesTests
{
    private const int Rounds = 60;

    [Fact]
    public async Task Requests_OfDamagedBytes_AreAnsweredWithAStatusAndThePeerGoesOn()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var random = new Random(20260101);
        var proposal = client.Propose(["put", "a", "1"]).Signed;
        var envelope = await client.EndorseAsync(client.Propose(["put", "b", "1"]).Signed);
        for (var i = 0; i < Rounds; i++)
        {
            await RefusedAsync(() => client.EndorseAsync(new SignedProposal
            {
                ProposalBytes = Damage(proposal.ProposalBytes, random),
                Signature = proposal.Signature,
            }));
            // Signed in earnest, so that everything behind the signature is reached.
            var signed = client.Sign(DamageInside(Proposal.Parser.ParseFrom(proposal.ProposalBytes), random));
            await RefusedOrServedAsync(() => client.EndorseAsync(signed));
            await RefusedAsync(() => client.SubmitAsync(new Envelope { Payload = Damage(envelope.Payload, random), Signature = envelope.Signature }));
            await RefusedAsync(() => client.Channel.UnaryAsync(
                GatewayService.CommitStatus,
                new SignedCommitStatusRequest { Request = Noise(random), Signature = Noise(random) },
                null,
                TestClient.Token));
        }

        await client.InvokeAsync("put", "c", "1");
        Assert.Equal("(none)", await client.EvaluateAsync("get", "a"));
    }

    // Signed by the creator and taken by the orderer: the block's validation sees every one of them.
    [Fact]
    public async Task Transactions_DamagedAndSignedInEarnest_AreNeverValidAndCommitsGoOn()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var random = new Random(20260102);
        var taken = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var envelope = await client.EndorseAsync(client.Propose(["put", "victim", $"{i}"]).Signed);
            var payload = Payload.Parser.ParseFrom(envelope.Payload);
            payload.Data = Damage(payload.Data, random);
            var bytes = payload.ToByteString();
            try
            {
                await client.SubmitAsync(new Envelope { Payload = bytes, Signature = client.SignatureOver(bytes) });
                taken++;
            }
            catch (GrpcException exception)
            {
                Assert.NotEqual(GrpcStatusCode.Unavailable, exception.StatusCode);
            }
        }

        var end = await client.InvokeAsync("put", "end", "1");

        Assert.Equal(Rounds, taken);
        Assert.Equal("(none)", await client.EvaluateAsync("get", "victim"));
        var verdicts = (await client.BlocksAsync(1, end)).SelectMany(block => block.Metadata.Metadata[(int)BlockMetadataIndex.TransactionsFilter]);
        Assert.Equal(1, verdicts.Count(code => code == (byte)TxValidationCode.Valid));
    }

    [Fact]
    public async Task Endorse_EmptyRequest_IsAnInvalidArgument()
    {
        await using var network = await TestNetwork.StartAsync();
        var channel = network.Channel();

        var failures = new[]
        {
            await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(GatewayService.Endorse, new EndorseRequest(), null, TestClient.Token)),
            await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(GatewayService.Evaluate, new EvaluateRequest(), null, TestClient.Token)),
            await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync(GatewayService.Submit, new SubmitRequest(), null, TestClient.Token)),
        };

        Assert.All(failures, failure => Assert.Equal(GrpcStatusCode.InvalidArgument, failure.StatusCode));
    }

    [Fact]
    public async Task Submit_TransactionOverTheLimit_IsEndorsedAndThenRefused()
    {
        await using var network = await TestNetwork.StartAsync(options => options with { AbsoluteMaxBytes = 100_000 });
        var client = network.Client();
        var small = client.Propose(["put", "a", new string('x', 40_000)]);
        var large = client.Propose(["put", "a", new string('x', 60_000)]);
        // A value travels twice: as an argument and in the write set.
        var envelope = await client.EndorseAsync(large.Signed);

        var failure = await Assert.ThrowsAsync<GrpcException>(() => client.SubmitAsync(envelope));

        Assert.Equal(GrpcStatusCode.Aborted, failure.StatusCode);
        Assert.Contains("exceeds maximum allowed 100000 bytes", failure.Detail, StringComparison.Ordinal);
        Assert.Equal(TxValidationCode.Valid, (await client.SubmitAsync(await client.EndorseAsync(small.Signed), small.TransactionId)).Result);
    }

    [Fact]
    public async Task Submit_FarOverTheLimit_IsRefusedUnread()
    {
        await using var network = await TestNetwork.StartAsync(options => options with { AbsoluteMaxBytes = 100_000 });
        var request = new SubmitRequest { PreparedTransaction = new Envelope { Payload = ByteString.CopyFrom(new byte[2 << 20]) } };

        var failure = await Assert.ThrowsAsync<GrpcException>(() => network.Channel().UnaryAsync(GatewayService.Submit, request, null, TestClient.Token));

        Assert.Equal(GrpcStatusCode.ResourceExhausted, failure.StatusCode);
    }

    private static async Task RefusedAsync(Func<Task> request)
    {
        var failure = await Assert.ThrowsAsync<GrpcException>(request);
        Assert.DoesNotContain(failure.StatusCode, new[] { GrpcStatusCode.Unavailable, GrpcStatusCode.DeadlineExceeded });
        // UNKNOWN without a chaincode's message is what an unforeseen exception becomes.
        Assert.NotEqual(GrpcStatusCode.Unknown, failure.StatusCode);
    }

    private static async Task RefusedOrServedAsync(Func<Task> request)
    {
        try
        {
            await request();
        }
        catch (GrpcException exception)
        {
            Assert.NotEqual(GrpcStatusCode.Unknown, exception.StatusCode);
        }
    }

    private static Proposal DamageInside(Proposal proposal, Random random)
    {
        var header = Header.Parser.ParseFrom(proposal.Header);
        switch (random.Next(3))
        {
            case 0:
                proposal.Payload = Damage(proposal.Payload, random);
                break;
            case 1:
                header.ChannelHeader = Damage(header.ChannelHeader, random);
                break;
            default:
                header.SignatureHeader = Damage(header.SignatureHeader, random);
                break;
        }
        proposal.Header = header.ToByteString();
        return proposal;
    }

    private static ByteString Damage(ByteString bytes, Random random)
    {
        var damaged = bytes.ToByteArray().ToList();
        switch (random.Next(4))
        {
            case 0:
                damaged.RemoveRange(random.Next(damaged.Count), 1);
                break;
            case 1:
                damaged.RemoveRange(damaged.Count / 2, damaged.Count / 2);
                break;
            case 2:
                damaged.InsertRange(random.Next(damaged.Count), [0xFF, 0xFF, 0xFF, 0xFF, 0x7F]);
                break;
            default:
                var at = random.Next(damaged.Count);
                damaged[at] = (byte)(damaged[at] ^ (1 << random.Next(8)));
                break;
        }
        return ByteString.CopyFrom([.. damaged]);
    }

    private static ByteString Noise(Random random)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }
}
