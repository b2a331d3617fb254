using FLChain.Fabric.Client;
using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Tests.Client;

/// <summary>The flow in steps, with each message signed away from the gateway.</summary>
public sealed class OfflineSigningTests : ClientTestBase
{
    private FabricGateway Unsigned => Connect([Peer], options => options with { Signer = null });

    [Fact]
    public async Task Steps_EachSignedElsewhereAndTakenUpFromBytes_Commits()
    {
        var proposal = Unsigned.GetNetwork("ch").GetContract("cc").NewProposal("Pay", [], new ProposalOptions { EndorsingOrganizations = ["Org1MSP"] });
        var prepared = await Unsigned.NewSignedProposal(proposal.Bytes, Client.Signer.Sign(proposal.Digest)).EndorseAsync(Token);
        Assert.Equal(proposal.TransactionId, prepared.TransactionId);
        Assert.Equal("result"u8.ToArray(), prepared.Result);
        var submitted = await Unsigned.NewSignedTransaction(prepared.Bytes, Client.Signer.Sign(prepared.Digest)).SubmitAsync(Token);
        var status = await Unsigned.NewSignedCommit(submitted.Bytes, Client.Signer.Sign(submitted.Digest)).GetStatusAsync(Token);
        Assert.Equal(new CommitStatus(proposal.TransactionId, TxValidationCode.Valid, 7), status);
        Assert.Equal(["Org1MSP"], Peer.Endorsed.Single().EndorsingOrganizations);
    }

    [Fact]
    public async Task Steps_NotSigned_InvalidOperation()
    {
        var proposal = Unsigned.GetNetwork("ch").GetContract("cc").NewProposal("Pay", []);
        await Assert.ThrowsAsync<InvalidOperationException>(() => proposal.EndorseAsync(Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => proposal.EvaluateAsync(Token));
        var prepared = await proposal.WithSignature(Client.Signer.Sign(proposal.Digest)).EndorseAsync(Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => prepared.SubmitAsync(Token));
        var submitted = await prepared.WithSignature(Client.Signer.Sign(prepared.Digest)).SubmitAsync(Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => submitted.GetStatusAsync(Token));
        Assert.True((await submitted.WithSignature(Client.Signer.Sign(submitted.Digest)).GetStatusAsync(Token)).IsSuccessful);
    }

    [Fact]
    public async Task Steps_UncertainSubmitWithoutSigner_OutcomeUnknownAfterOneAttempt()
    {
        Peer.OnSubmit = (_, _) => throw new FLChain.Fabric.Grpc.GrpcException(FLChain.Fabric.Grpc.GrpcStatusCode.Unavailable, "lost");
        var proposal = Unsigned.GetNetwork("ch").GetContract("cc").NewProposal("Pay", []);
        var prepared = await proposal.WithSignature(Client.Signer.Sign(proposal.Digest)).EndorseAsync(Token);
        var failure = await Assert.ThrowsAsync<SubmitException>(
            () => prepared.WithSignature(Client.Signer.Sign(prepared.Digest)).SubmitAsync(Token));
        Assert.True(failure.IsOutcomeUnknown);
        Assert.Single(Peer.Submitted);
    }

    [Fact]
    public void NewSigned_SignatureOrBytesOfSomebodyElse_Refused()
    {
        var proposal = Unsigned.GetNetwork("ch").GetContract("cc").NewProposal("Pay", []);
        var stranger = Authority.IssueIdentity("Org1MSP", "stranger");
        Assert.Throws<ArgumentException>(() => proposal.WithSignature(stranger.Signer.Sign(proposal.Digest)));
        Assert.Throws<ArgumentException>(() => proposal.WithSignature([1, 2, 3]));
        var theirs = Connect([Peer], options => options with { Identity = stranger.Identity, Signer = null });
        Assert.Throws<ArgumentException>(() => theirs.NewSignedProposal(proposal.Bytes, stranger.Signer.Sign(proposal.Digest)));
        Assert.Throws<ArgumentException>(() => Unsigned.NewSignedProposal([1, 2, 3], Client.Signer.Sign(proposal.Digest)));
        Assert.Throws<ArgumentException>(() => Unsigned.NewSignedTransaction([], Client.Signer.Sign(proposal.Digest)));
        Assert.Throws<ArgumentException>(() => Unsigned.NewSignedCommit([], Client.Signer.Sign(proposal.Digest)));
        var altered = EndorseRequest.Parser.ParseFrom(proposal.Bytes);
        altered.TransactionId = new string('0', 64);
        Assert.Throws<ArgumentException>(() => Unsigned.NewSignedProposal(
            Google.Protobuf.MessageExtensions.ToByteArray(altered), Client.Signer.Sign(proposal.Digest)));
    }
}
