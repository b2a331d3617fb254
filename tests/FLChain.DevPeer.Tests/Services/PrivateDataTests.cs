using System.Security.Cryptography;
using System.Text;
using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Tests.Services;

public sealed class PrivateDataTests
{
    [Fact]
    public async Task Put_ByAMember_IsReadableByMembersOnly()
    {
        await using var network = await TestNetwork.StartAsync();
        var owner = network.Client();
        await owner.InvokePrivateAsync("secret", "putPrivate", "kept", "p");

        Assert.Equal("secret", await owner.EvaluateAsync("getPrivate", "kept", "p"));
        Assert.Equal("secret", await network.Client("Org2MSP").EvaluateAsync("getPrivate", "kept", "p"));
        await AssertFailsAsync(() => network.Client("Org3MSP").EvaluateAsync("getPrivate", "kept", "p"));
    }

    [Fact]
    public async Task Get_ByANonMemberThroughAMembersPeer_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        await network.Client().InvokePrivateAsync("secret", "putPrivate", "kept", "p");
        var outsider = network.Client("Org3MSP");

        await AssertFailsAsync(() => outsider.EvaluateAsync(outsider.Propose(["getPrivate", "kept", "p"]).Signed, "Org1MSP"));
        await AssertFailsAsync(() => outsider.EvaluateAsync("rangePrivate", "kept", "", ""));
    }

    [Fact]
    public async Task Get_ByAMemberThroughANonMembersPeer_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        var owner = network.Client();
        await owner.InvokePrivateAsync("secret", "putPrivate", "kept", "p");

        await AssertFailsAsync(() => owner.EvaluateAsync(owner.Propose(["getPrivate", "kept", "p"]).Signed, "Org3MSP"));
        await AssertFailsAsync(() => owner.EndorseAsync(owner.Propose(["getPrivateThenPut", "kept", "p", "k"]).Signed, "Org1MSP", "Org3MSP"));
    }

    [Fact]
    public async Task Put_ByANonMember_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        var outsider = network.Client("Org3MSP");

        await AssertFailsAsync(() => outsider.InvokePrivateAsync("x", "putPrivate", "kept", "p"));
    }

    [Fact]
    public async Task Get_UnknownCollection_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();

        await AssertFailsAsync(() => network.Client().EvaluateAsync("getPrivate", "nothing", "p"));
    }

    [Fact]
    public async Task Hash_IsKnownToEveryOrganization()
    {
        await using var network = await TestNetwork.StartAsync();
        await network.Client().InvokePrivateAsync("secret", "putPrivate", "kept", "p");
        var outsider = network.Client("Org3MSP");

        var hash = await outsider.EvaluateAsync(outsider.Propose(["hash", "kept", "p"]).Signed);

        Assert.Equal(SHA256.HashData("secret"u8), hash.Payload.ToByteArray());
    }

    [Fact]
    public async Task Put_WithBlockToLive_LivesExactlyThatLong()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var written = await client.InvokePrivateAsync("secret", "putPrivate", "shared", "p");
        for (var block = written; ; block = await client.InvokeAsync("put", "tick", $"{block}"))
        {
            var expired = block > written + TestNetwork.BlockToLive;
            Assert.Equal(expired ? "(none)" : "secret", await client.EvaluateAsync("getPrivate", "shared", "p"));
            var hash = await client.EvaluateAsync(client.Propose(["hash", "shared", "p"]).Signed);
            Assert.Equal(expired ? 0 : SHA256.HashSizeInBytes, hash.Payload.Length);
            if (expired)
                return;
        }
    }

    [Fact]
    public async Task Put_AgainBeforeExpiry_LivesOnFromThere()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokePrivateAsync("old", "putPrivate", "shared", "p");
        await client.InvokeAsync("put", "tick", "1");
        await client.InvokePrivateAsync("new", "putPrivate", "shared", "p");
        await client.InvokeAsync("put", "tick", "2");
        await client.InvokeAsync("put", "tick", "3");

        Assert.Equal("new", await client.EvaluateAsync("getPrivate", "shared", "p"));

        await client.InvokeAsync("put", "tick", "4");
        Assert.Equal("(none)", await client.EvaluateAsync("getPrivate", "shared", "p"));
    }

    [Fact]
    public async Task Delete_RemovesValueAndHash()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokePrivateAsync("secret", "putPrivate", "kept", "p");

        await client.InvokeAsync("deletePrivate", "kept", "p");

        Assert.Equal("(none)", await client.EvaluateAsync("getPrivate", "kept", "p"));
        Assert.Equal("", await client.EvaluateAsync("hash", "kept", "p"));
    }

    [Fact]
    public async Task Range_ReturnsTheCollectionInOrder()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        await client.InvokePrivateAsync("2", "putPrivate", "kept", "b");
        await client.InvokePrivateAsync("1", "putPrivate", "kept", "a");
        await client.InvokePrivateAsync("3", "putPrivate", "shared", "c");

        Assert.Equal("a=1,b=2", await client.EvaluateAsync("rangePrivate", "kept", "", ""));
        Assert.Equal("b=2", await client.EvaluateAsync("rangePrivate", "kept", "b", "c"));
    }

    [Fact]
    public async Task Write_AfterAPrivateRange_IsRefused()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();

        await AssertFailsAsync(() => client.EndorseAsync(client.Propose(["rangeThenPut", "kept", "k"]).Signed));
    }

    [Fact]
    public async Task Transaction_HoldsNeitherTransientDataNorPrivateKeyOrValue()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var (proposal, transactionId) = client.Propose(
            ["putPrivate", "kept", "p"],
            new Dictionary<string, byte[]> { ["value"] = "a value to look for"u8.ToArray(), ["other name"] = "another one"u8.ToArray() });
        var status = await client.SubmitAsync(await client.EndorseAsync(proposal), transactionId);

        var bytes = (await client.BlocksAsync(status.BlockNumber, status.BlockNumber)).Single().ToByteArray();

        Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(transactionId)) > 0);
        Assert.Equal(-1, bytes.AsSpan().IndexOf("a value to look for"u8));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("another one"u8));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("other name"u8));
        Assert.True(bytes.AsSpan().IndexOf(SHA256.HashData("a value to look for"u8)) > 0);
    }

    [Fact]
    public async Task Put_LargeTransientValue_PassesInASmallTransaction()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var value = new byte[24 << 20];
        Array.Fill(value, (byte)'x');
        var (proposal, transactionId) = client.Propose(["putPrivate", "kept", "p"], new Dictionary<string, byte[]> { ["value"] = value });

        var envelope = await client.EndorseAsync(proposal);
        await client.SubmitAsync(envelope, transactionId);

        Assert.InRange(envelope.CalculateSize(), 1000, 10_000);
        Assert.Equal(SHA256.HashData(value), (await client.EvaluateAsync(client.Propose(["hash", "kept", "p"]).Signed)).Payload.ToByteArray());
        var read = await client.EvaluateAsync(client.Propose(["getPrivate", "kept", "p"]).Signed);
        Assert.True(read.Payload.Span.SequenceEqual(value));
    }

    [Fact]
    public async Task Put_PeerRestartedBetweenEndorsementAndSubmission_KeepsTheValue()
    {
        await using var network = await TestNetwork.StartAsync();
        var before = network.Client();
        var (proposal, transactionId) = before.Propose(
            ["putPrivate", "kept", "p"], new Dictionary<string, byte[]> { ["value"] = "secret"u8.ToArray() });
        var envelope = await before.EndorseAsync(proposal);
        await network.RestartPeerAsync();
        var after = network.Client();

        var status = await after.SubmitAsync(envelope, transactionId);

        Assert.Equal(TxValidationCode.Valid, status.Result);
        Assert.Equal("secret", await after.EvaluateAsync("getPrivate", "kept", "p"));
    }

    [Fact]
    public async Task Put_EndorsedTwiceWithDifferentValues_CommitsTheOneThatWasSubmitted()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var (proposal, transactionId) = client.Propose(
            ["putPrivate", "kept", "p"], new Dictionary<string, byte[]> { ["value"] = "first"u8.ToArray() });
        var wanted = await client.EndorseAsync(proposal);
        var inner = Proposal.Parser.ParseFrom(proposal.ProposalBytes);
        var payload = ChaincodeProposalPayload.Parser.ParseFrom(inner.Payload);
        payload.TransientMap["value"] = ByteString.CopyFromUtf8("second");
        inner.Payload = payload.ToByteString();
        await client.EndorseAsync(client.Sign(inner));

        await client.SubmitAsync(wanted, transactionId);

        Assert.Equal("first", await client.EvaluateAsync("getPrivate", "kept", "p"));
    }

    private static Task<GrpcException> AssertFailsAsync(Func<Task> action) => Assert.ThrowsAsync<GrpcException>(action);
}
